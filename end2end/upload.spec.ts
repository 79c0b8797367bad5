// Files on their way to the desk: how far they have come, what a broken line costs, what is sent
// twice, what is forgotten, and what comes back after a reload.
import {
  attach,
  bytesOf,
  composer,
  filesReady,
  messageWith,
  openInbox,
  openTicket,
  ready,
  send,
  startChat,
  tiles,
  words,
  type Place,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { png } from "./support/pictures";
import type { Page } from "@playwright/test";

const outage = [/net::ERR_/];

test("item 5: a large file tells how far it has come", async ({ agent, desk, page }) => {
  await ask(page, agent, desk, desk);
  await slow(agent, 6_000_000);
  const seen = await watchProgress(agent);
  await attach(agent, noise("film.bin", 12_000_000));
  await filesReady(agent, 1);
  const shares = await seen();
  expect(new Set(shares).size).toBeGreaterThan(3);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
});

test("item 5: a line that breaks in mid-upload costs only what was not yet there", async ({
  agent,
  desk,
  line,
  page,
  expectComplaints,
}) => {
  test.setTimeout(120_000);
  expectComplaints(...outage);
  const text = words("In the tunnel");
  await ask(page, agent, desk, line);
  await composer(agent).fill(text);
  const file = noise("manual.bin", 12_000_000);
  line.cutOnceSent(9_500_000);
  const pieces = piecesOf(agent);
  await attach(agent, file);
  const tile = tiles(agent);
  await expect(tile).toHaveAttribute("data-state", "waiting");
  await expect(tile).toContainText("Waiting for the connection");
  const share = Number(await tile.locator("progress").getAttribute("value"));
  expect(share).toBeGreaterThanOrEqual(60);

  line.mend();
  await filesReady(agent, 1);
  expect(pieces[0]).toBe(0);
  expect(pieces.at(-1)).toBeGreaterThanOrEqual(4 << 20);
  await send(agent);
  expect((await fileOf(page, desk, text, "manual.bin")).equals(file.buffer)).toBe(true);
});

test("item 5: an upload goes on after the server was killed in the middle of it", async ({
  agent,
  desk,
  page,
  expectComplaints,
}) => {
  test.setTimeout(150_000);
  expectComplaints(...outage);
  const text = words("After the power cut");
  await ask(page, agent, desk, desk);
  await composer(agent).fill(text);
  await slow(agent, 4_000_000);
  const file = noise("survey.bin", 16_000_000);
  const pieces = piecesOf(agent);
  await attach(agent, file);
  const tile = tiles(agent);
  await expect(async () => {
    const share = Number(await tile.locator("progress").getAttribute("value", { timeout: 500 }));
    expect(share).toBeGreaterThanOrEqual(85);
  }).toPass({ intervals: [50] });
  await desk.stop("SIGKILL");
  await expect(tile).toHaveAttribute("data-state", "waiting");
  await desk.start();
  await filesReady(agent, 1);
  expect(pieces.at(-1)).toBeGreaterThanOrEqual(4 << 20);
  await send(agent);
  expect((await fileOf(page, desk, text, "survey.bin")).equals(file.buffer)).toBe(true);
});

test("item 5: what its sender may read at the desk already is not sent again", async ({
  agent,
  desk,
  page,
}) => {
  const [first, second] = [words("The plan"), words("The plan again")];
  await ask(page, agent, desk, desk);
  const file = noise("plan.bin", 3_000_000);
  const pieces = piecesOf(agent);
  for (const text of [first, second]) {
    await composer(agent).fill(text);
    await attach(agent, file);
    await filesReady(agent, 1);
    await send(agent);
    await expect(messageWith(agent, text)).toHaveAttribute("data-state", /sent|delivered|read/);
  }
  expect(pieces).toEqual([0]);
  expect((await fileOf(page, desk, second, "plan.bin")).equals(file.buffer)).toBe(true);

  // A visitor who was given it need not send it back either.
  const back = piecesOf(page);
  await attach(page, file);
  await filesReady(page, 1);
  expect(back).toEqual([]);
});

test("item 5: a file over the widget's limit is refused before its first byte", async ({
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/status of 413/);
  await startChat(page, desk, words("It is large"));
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/uploads")) asked.push(request.method());
  });
  await attach(page, noise("film.bin", 26_000_000));
  await expect(tiles(page)).toHaveAttribute("data-state", "failed");
  await expect(tiles(page)).toContainText(/larger than the 25(\.0)? MB/);
  expect(asked).toEqual([]);
  // And the desk says so itself to who does not ask the page.
  const answer = await page.evaluate(async () => {
    const name = Object.keys(localStorage).find((key) => key.startsWith("attache-visitor-"))!;
    const headers = {
      "tus-resumable": "1.0.0",
      "upload-length": "26000000",
      "x-visitor": localStorage.getItem(name)!,
    };
    const answer = await fetch("/uploads", { method: "POST", headers });
    return { status: answer.status, said: await answer.json() };
  });
  expect(answer.status).toBe(413);
  expect(answer.said.sentence).toContain("25 MB");
});

test("item 5: bytes that arrive otherwise than they were sent are sent once more, and then refused", async ({
  agent,
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/status of 460/);
  await ask(page, agent, desk, desk);
  // A line that changes one byte on its way.
  const file = noise("one.bin", 40_000);
  const other = Buffer.from(file.buffer);
  other[39_999]! ^= 1;
  let damaged = 1;
  await agent.route("**/uploads/*", async (route) => {
    if (route.request().method() !== "PATCH" || damaged === 0) return route.continue();
    damaged -= 1;
    return route.continue({ postData: other });
  });
  await attach(agent, file);
  await filesReady(agent, 1);
  expect(damaged).toBe(0);
  await agent.getByRole("button", { name: "Remove one.bin" }).click();
  await expect(tiles(agent)).toHaveCount(0);

  // Another file: what was removed lies at the desk as long as it can be put back.
  damaged = 2;
  await attach(agent, noise("two.bin", 40_000));
  const tile = tiles(agent);
  await expect(tile).toHaveAttribute("data-state", "failed");
  await expect(tile).toContainText("did not arrive as it was sent");
  expect(damaged).toBe(0);
  await tile.getByRole("button", { name: "Try again" }).click();
  await filesReady(agent, 1);
});

test("item 5: a desk without room says so, and the file goes when there is some", async ({
  agent,
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/status of 507/);
  await ask(page, agent, desk, desk);
  let full = true;
  await agent.route("**/uploads/*", (route) => {
    if (route.request().method() !== "PATCH" || !full) return route.continue();
    return route.fulfill({ status: 507, json: { code: "disk_full", sentence: "No room." } });
  });
  await attach(agent, noise("one.bin", 40_000));
  await expect(tiles(agent)).toHaveAttribute("data-state", "failed");
  await expect(tiles(agent)).toContainText("no room left");
  full = false;
  await tiles(agent).getByRole("button", { name: "Try again" }).click();
  await filesReady(agent, 1);
});

test("item 5: a file that is removed is erased at the desk, and so is one that is edited", async ({
  agent,
  desk,
  lab,
  page,
  expectComplaints,
}) => {
  expectComplaints(/status of 404/);
  await ask(page, agent, desk, desk);
  const there = async (id: number) =>
    (await agent.request.get(`${desk.url}/uploads/${id}`)).status();

  await attach(agent, noise("draft.bin", 40_000));
  await filesReady(agent, 1);
  const [removed] = await uploads(agent);
  expect(await there(removed!)).toBe(200);
  await agent.getByRole("button", { name: "Remove draft.bin" }).click();
  await expect(tiles(agent)).toHaveCount(0);
  await expect.poll(() => there(removed!)).toBe(404);

  await expect(agent.getByTestId("removed-tile")).toHaveCount(0);

  await attach(agent, await lab.phonePhoto());
  await filesReady(agent, 1);
  const [unedited] = await uploads(agent);
  const thumb = `${desk.url}/uploads/${unedited}/thumb`;
  expect((await agent.request.get(thumb)).status()).toBe(200);
  await agent.getByTestId("edit-picture").click();
  await agent.getByRole("button", { name: "Black out a part" }).click();
  await agent.getByRole("button", { name: "Apply" }).click();
  await expect.poll(() => there(unedited!)).toBe(404);
  expect((await agent.request.get(thumb)).status()).toBe(404);
  await filesReady(agent, 1);
  const [edited] = await uploads(agent);
  expect(edited).not.toBe(unedited);
  expect(await there(edited!)).toBe(200);
});

test("item 5: the files of a draft come back after a reload and in the next tab, with their words and in order", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const text = words("Not sent yet");
  await ask(page, agent, desk, desk);
  await composer(agent).fill(text);
  await attach(agent, await lab.phonePhoto());
  await filesReady(agent, 1);
  await attach(agent, noise("notes.bin", 30_000));
  await filesReady(agent, 2);
  const name = await tiles(agent).first().locator(".tile-name").textContent();
  await tiles(agent).first().locator("input[name=caption]").fill("The crack");
  await tiles(agent).first().locator("input[name=alt]").fill("A mug with a crack");
  await tiles(agent).nth(1).locator("input[name=caption]").fill("What I wrote down");
  // One that is only looked at in the editor comes back as it was.
  await agent.getByTestId("edit-picture").click();
  await expect(agent.getByTestId("editor")).toBeVisible();

  await agent.reload();
  await ready(agent);
  const next = await agent.context().newPage();
  await next.goto(agent.url());
  await ready(next);
  for (const tab of [agent, next]) {
    await filesReady(tab, 2);
    await expect(tab.locator(".tile-name")).toHaveText([name!, "notes.bin"]);
    await expect(tab.locator("input[name=caption]").first()).toHaveValue("The crack");
    await expect(tab.locator("input[name=alt]").first()).toHaveValue("A mug with a crack");
    await expect(tab.locator("input[name=caption]").nth(1)).toHaveValue("What I wrote down");
    const preview = tiles(tab).first().locator("img");
    await expect.poll(() => preview.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  }
  await expect(composer(next)).toHaveValue(text);

  // It can still be worked on, and goes as it is.
  await next.getByTestId("edit-picture").click();
  await next.getByRole("button", { name: "Black out a part" }).click();
  await next.getByRole("button", { name: "Apply" }).click();
  await expect(next.getByTestId("editor")).toHaveCount(0);
  await filesReady(next, 2);
  await expect(tiles(next).first()).toContainText("partly blacked out");
  await send(next);
  await expect(messageWith(page, text)).toContainText("The crack");
  await expect(messageWith(page, text).getByTestId("picture")).toBeVisible();
  await next.reload();
  await ready(next);
  await expect(messageWith(next, text)).toHaveCount(1);
  await expect(tiles(next)).toHaveCount(0);
});

test("item 5: a file that was taken out stays out after a reload, and is erased at the desk", async ({
  agent,
  desk,
  page,
}) => {
  await ask(page, agent, desk, desk);
  await attach(agent, noise("draft.bin", 40_000));
  await filesReady(agent, 1);
  const [removed] = await uploads(agent);
  await agent.getByRole("button", { name: "Remove draft.bin" }).click();
  await expect(agent.getByTestId("removed-tile")).toHaveCount(1);
  await agent.reload();
  await ready(agent);
  await expect
    .poll(async () => (await agent.request.get(`${desk.url}/uploads/${removed}`)).status())
    .toBe(404);
  await expect(tiles(agent)).toHaveCount(0);
});

test("item 5: how a file goes is remembered with it", async ({ agent, desk, lab, page }) => {
  const text = words("Untouched, and later");
  await ask(page, agent, desk, desk);
  await composer(agent).fill(text);
  await attach(agent, await lab.phonePhoto());
  await filesReady(agent, 1);
  await tiles(agent).getByRole("button", { name: "As a document" }).click();
  const done = tiles(agent).getByTestId("tile-done");
  await expect(done).toContainText("goes as a document");
  await filesReady(agent, 1);

  await agent.reload();
  await ready(agent);
  await filesReady(agent, 1);
  await expect(done).toContainText("goes as a document");
  await send(agent);
  await expect(messageWith(page, text).getByTestId("file")).toHaveCount(1);
  await expect(messageWith(page, text).getByTestId("picture")).toHaveCount(0);
});

test("item 5: a visitor's files come back, too, and what had not reached the desk is named", async ({
  desk,
  page,
}) => {
  const text = words("Look at this");
  await startChat(page, desk, words("I come back"));
  await attach(page, { name: "cup.png", mimeType: "image/png", buffer: png(900, 700, [90, 20, 20]) });
  await filesReady(page, 1);
  // The line is so slow that this one never arrives.
  await page.route("**/uploads/*", (route) =>
    route.request().method() === "PATCH" ? undefined : route.continue(),
  );
  await attach(page, noise("late.bin", 50_000));
  await expect(tiles(page).nth(1)).toHaveAttribute("data-state", "uploading");

  await page.reload();
  await ready(page);
  await filesReady(page, 1);
  await expect(tiles(page)).toHaveCount(1);
  await expect(page.getByTestId("tray")).toContainText("late.bin had not reached the desk");
  const preview = tiles(page).locator("img");
  await expect.poll(() => preview.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await composer(page).fill(text);
  await send(page);
  await expect(messageWith(page, text).getByTestId("picture")).toBeVisible();
  await expect(page.getByTestId("tray")).toHaveCount(0);
});

/** A visitor asks, and the agent opens the conversation. */
async function ask(visitor: Page, agent: Page, desk: Place, agentsWay: Place): Promise<void> {
  const question = words("Please send it");
  await startChat(visitor, desk, question);
  await openInbox(agent, agentsWay);
  await openTicket(agent, question);
}

/** Bytes that are nothing anybody knows, and no others. */
function noise(name: string, bytes: number): { name: string; mimeType: string; buffer: Buffer } {
  let state = Math.floor(Math.random() * 2 ** 31);
  const buffer = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    buffer.writeUInt32LE(state, at);
  }
  return { name, mimeType: "application/octet-stream", buffer };
}

/** Where the pieces of files begin that a page sends from now on. */
function piecesOf(page: Page): number[] {
  const offsets: number[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
  });
  return offsets;
}

/** Makes a page's line as slow as so many bytes a second. */
async function slow(page: Page, bytes: number): Promise<void> {
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytes,
  });
}

/** Notes what the tiles' progress shows from now on; answers with what it was. */
async function watchProgress(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen: number[] = [];
    const look = () => {
      const bar = document.querySelector("[data-state=uploading] progress");
      if (bar) seen.push(Number(bar.getAttribute("value")));
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
    });
    Object.assign(window, { seen });
  });
  return () => page.evaluate(() => (window as unknown as { seen: number[] }).seen);
}

/** The desk's numbers of the files in a page's trays. */
async function uploads(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.endsWith("-files"))
      .flatMap((key) => JSON.parse(localStorage.getItem(key)!) as { upload: number }[])
      .map(({ upload }) => upload),
  );
}

/** The bytes of a message's file, as who sees it gets them. */
async function fileOf(page: Page, desk: Place, text: string, name: string): Promise<Buffer> {
  const link = messageWith(page, text).locator(`a[href*="${name}"]`).first();
  await expect(link).toBeVisible();
  return bytesOf(page, new URL((await link.getAttribute("href"))!, desk.url).href);
}
