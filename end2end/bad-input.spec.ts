// What goes wrong gets a sentence a person understands, and loses nothing: each test ends with the
// words and files that were fine arriving, once.
import {
  attach,
  bytesOf,
  composer,
  filesReady,
  messageWith,
  openInbox,
  openTicket,
  send,
  startChat,
  tiles,
  widgetKey,
  words,
  type Place,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { png, pngBomb, svgWithScript } from "./support/pictures";
import type { Page } from "@playwright/test";

const good = { name: "good.png", mimeType: "image/png", buffer: png(80, 60, [20, 120, 100]) };

interface Refused {
  what: string;
  file: { name: string; mimeType: string; buffer: () => Buffer };
  sentence: RegExp;
}

const refused: Refused[] = [
  {
    what: "an empty file",
    file: { name: "empty.jpg", mimeType: "image/jpeg", buffer: () => Buffer.alloc(0) },
    sentence: /empty/i,
  },
  {
    what: "a text named .jpg",
    file: {
      name: "letter.jpg",
      mimeType: "image/jpeg",
      buffer: () => Buffer.from("Dear shop,\nthis is a letter.\n"),
    },
    sentence: /not a picture/i,
  },
  {
    what: "a PNG of 30,000 × 30,000 pixels",
    file: { name: "huge.png", mimeType: "image/png", buffer: () => pngBomb(30_000) },
    sentence: /too many pixels/i,
  },
  {
    what: "a file over the limit",
    file: {
      name: "film.bin",
      mimeType: "application/octet-stream",
      buffer: () => Buffer.alloc(26_000_000, 7),
    },
    sentence: /larger than the 25(\.0)? MB/i,
  },
];

for (const { what, file, sentence } of refused) {
  test(`bad input: ${what} is refused with a sentence, and the rest is sent`, async ({
    agent,
    desk,
    lab,
    page,
    expectComplaints,
  }) => {
    expectComplaints(/status of 4\d\d/);
    const text = words("Words beside it");
    await ask(page, agent, desk, desk, "Please send it");
    await composer(agent).fill(text);
    await attach(agent, lab.file(file.name, file.buffer()));
    const tile = tiles(agent).filter({ hasText: file.name });
    await expect(tile).toHaveAttribute("data-state", "failed");
    await expect(tile).toContainText(sentence);

    await attach(agent, good);
    await filesReady(agent, 1);
    await agent.getByRole("button", { name: `Remove ${file.name}` }).click();
    await expect(tiles(agent)).toHaveCount(1);
    await expect(composer(agent)).toHaveValue(text);
    await send(agent);
    await expect(messageWith(page, text)).toHaveCount(1);
    await expect(messageWith(page, text).getByTestId("picture")).toBeVisible();
  });
}

test("bad input: an SVG with a script travels as a file and runs nowhere", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("A drawing");
  await startChat(page, desk, words("I have a drawing"));
  await attach(page, { name: "drawing.svg", mimeType: "image/svg+xml", buffer: svgWithScript });
  await filesReady(page, 1);
  await composer(page).fill(text);
  await send(page);
  await expect(messageWith(page, text)).toBeVisible();

  await openInbox(agent, desk);
  await openTicket(agent, text);
  const link = messageWith(agent, text).locator('a[href*="drawing.svg"]');
  await expect(link).toBeVisible();
  const answer = await agent.request.get(
    new URL((await link.getAttribute("href"))!, desk.url).href,
  );
  const headers = answer.headers();
  expect(headers["content-disposition"]).toMatch(/^attachment/);
  expect(headers["content-security-policy"]).toContain("sandbox");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  for (const someone of [agent, page]) {
    expect(await someone.evaluate(() => "stolen" in window)).toBe(false);
    await expect(messageWith(someone, text).locator("img")).toHaveCount(0);
  }
});

test("bad input: a connection lost in mid-upload is waited for, and the file arrives once", async ({
  agent,
  desk,
  lab,
  line,
  page,
  expectComplaints,
}) => {
  test.setTimeout(120_000);
  expectComplaints(/net::ERR_/);
  const text = words("In the tunnel");
  await ask(page, agent, desk, line, "Send the manual");
  await composer(agent).fill(text);
  line.cutOnceSent(2_000_000);
  await attach(agent, lab.file("manual.bin", Buffer.alloc(4_000_000, 1)));
  const tile = tiles(agent).filter({ hasText: "manual.bin" });
  await expect(tile).toHaveAttribute("data-state", "waiting");
  await expect(tile).toContainText("Waiting for the connection");
  await expect(composer(agent)).toHaveValue(text);

  line.mend();
  await filesReady(agent, 1);
  await send(agent);
  await expect(messageWith(page, text)).toHaveCount(1);
  const link = await messageWith(page, text)
    .locator('a[href*="manual.bin"]')
    .first()
    .getAttribute("href");
  expect((await bytesOf(page, new URL(link!, desk.url).href)).length).toBe(4_000_000);
});

test("bad input: an unknown widget key gets a page that says so", async ({
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/status of 404/);
  const answer = await page.goto(`${desk.url}/widget/no-such-key`);
  expect(answer?.status()).toBe(404);
  await expect(page.locator("body")).toContainText(/This chat does not exist/);
});

test("bad input: a foreign Origin is refused with a sentence wherever something is changed", async ({
  agent,
  desk,
}) => {
  for (const path of [
    "/login",
    "/logout",
    "/uploads?name=a.png",
    "/tickets/1/reply",
    "/api/message/send",
    "/api/message/answer",
    "/api/message/take_back",
    "/conversations/new",
    "/api/visitor/start",
  ]) {
    const answer = await agent.request.post(desk.url + path, {
      headers: {
        origin: "http://evil.example",
        "content-type": "application/x-www-form-urlencoded",
      },
      data: "key=1",
      maxRedirects: 0,
    });
    expect(answer.status(), path).toBe(403);
    expect(await answer.text(), path).toMatch(/[A-Z]\w+ \w+ \w+/);
  }
  // And nobody was signed out by it.
  await openInbox(agent, desk);
});

test("bad input: nothing at an address, and a ticket that does not exist, get a sentence and a way back", async ({
  agent,
  desk,
  expectComplaints,
}) => {
  expectComplaints(/status of 404/);
  for (const path of ["/no-such-page", "/tickets/999999"]) {
    await agent.goto(desk.url + path);
    await expect(agent.locator("body")).toContainText(/\w+ \w+ \w+/);
    await expect(agent.locator('a[href^="/inbox"]').first()).toBeVisible();
  }
});

test("bad input: the widget refuses what is no picture, and says so to the visitor", async ({
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/status of 4\d\d/);
  const text = words("With a letter");
  await page.goto(`${desk.url}/widget/${widgetKey}`);
  await attach(page, {
    name: "letter.jpg",
    mimeType: "image/jpeg",
    buffer: Buffer.from("This is no picture at all."),
  });
  await expect(tiles(page)).toHaveAttribute("data-state", "failed");
  await expect(tiles(page)).toContainText(/not a picture/i);
  await page.getByRole("button", { name: "Remove letter.jpg" }).click();
  await composer(page).fill(text);
  await send(page);
  await expect(messageWith(page, text)).toHaveCount(1);
});

/** A visitor asks, and the agent opens the conversation. */
async function ask(
  visitor: Page,
  agent: Page,
  desk: Place,
  agentsWay: Place,
  about: string,
): Promise<void> {
  const question = words(about);
  await startChat(visitor, desk, question);
  await openInbox(agent, agentsWay);
  await openTicket(agent, question);
}
