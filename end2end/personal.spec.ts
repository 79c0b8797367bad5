// "Find personal data": the picture editor reads a screenshot in the browser and proposes what to hide.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./support/fixtures";
import {
  agents,
  attach,
  bytesOf,
  composer,
  messageWith,
  openInbox,
  openTicket,
  ready,
  send,
  signIn,
  startChat,
  words,
} from "./support/actions";
import { Desk, checkout } from "./support/desk";
import { type Box, type Screenshot, covered, letters, screenshot } from "./support/screenshots";
import type { Page } from "@playwright/test";

/** An order page with one of each kind, and numbers that are nobody's. */
const order = {
  width: 1000,
  height: 640,
  html: `<!DOCTYPE html><meta charset="utf-8"><style>body{font:18px sans-serif;padding:24px;line-height:1.7}</style>
    <h2>Order 20418377 of 14.11.2026</h2>
    <p>Total: 1.249,00 € · <span>Version 10.4.192.7</span></p>
    <p><span data-p="name">Harriet Lowe</span><br><span data-p="address">221B Baker Street</span><br>
    <span data-p="address">London NW1 6XE</span></p>
    <p>Phone: <span data-p="phone">+44 20 7946 0958</span></p>
    <p>E-mail: <span data-p="email">harriet.lowe@example.com</span></p>
    <p>Card: <span data-p="card">4111 1111 1111 1111</span></p>
    <p>IBAN: <span data-p="iban">DE89 3704 0044 0532 0130 00</span></p>`,
};

/** A page in which nobody is named. */
const harmless = {
  width: 600,
  height: 300,
  html: `<!DOCTYPE html><style>body{font:20px sans-serif;padding:24px}</style><h2>Opening hours</h2><p>Monday to Friday, 9:00 to 17:30</p>`,
};

test("item 8: what an agent lets the editor find and hide by one key is black for the visitor", async ({
  agent,
  browser,
  desk,
  lab,
  page,
}) => {
  const shot = await screenshot(browser, order);
  const question = words("Why was I charged");
  const text = words("Here is your order");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
  await edit(agent, lab.file("order.png", shot.bytes));
  await find(agent);
  // The visitor has no name, so what is nobody's known name stays.
  const wanted = shot.marks.filter(({ kind }) => kind !== "name");
  const proposed = await proposals(agent, shot);
  for (const mark of wanted) {
    for (const box of mark.boxes) {
      expect(covered(letters(box), proposed), mark.text).toBeGreaterThan(0.97);
    }
  }
  // Nothing beside them: the order's number, date, sum and version are nobody's.
  await expect(agent.getByTestId("proposal")).toHaveCount(wanted.length);
  await expect(
    agent.getByRole("button", { name: /^E-mail address, proposed/ }),
    "each says what it is",
  ).toHaveCount(1);

  // Nothing is hidden before it is accepted; then all of it is one step.
  await expect(agent.getByTestId("hidden-part")).toHaveCount(0);
  await expect(agent.getByTestId("find-accept")).toBeFocused();
  await agent.keyboard.press("Enter");
  await expect(agent.getByTestId("hidden-part")).toHaveCount(wanted.length);
  await expect(agent.getByTestId("proposal")).toHaveCount(0);
  await agent.keyboard.press("Control+z");
  await expect(agent.getByTestId("hidden-part")).toHaveCount(0);
  await agent.keyboard.press("Control+y");
  await expect(agent.getByTestId("hidden-part")).toHaveCount(wanted.length);

  await agent.getByRole("button", { name: "Apply" }).click();
  await expect(agent.getByTestId("tile")).toHaveAttribute("data-state", "ready");
  await composer(agent).fill(text);
  await send(agent);
  const sent = await originalOf(page, text);
  const middles = wanted.map(({ boxes: [box] }) => middle(box!, shot));
  const look = await lab.look(sent, [...middles, [0.9, 0.9]]);
  const ground = look.colours.pop()!;
  for (const colour of look.colours) expect(Math.max(...colour)).toBeLessThan(30);
  expect(Math.min(...ground)).toBeGreaterThan(225);
});

test("item 8: the ticket's contact is found by name, and what is refused stays to be seen", async ({
  agent,
  browser,
  desk,
  lab,
}) => {
  const shot = await screenshot(browser, order);
  await openInbox(agent, desk, "?status=closed");
  await agent.getByTestId("ticket-row").filter({ hasText: "Harriet Lowe" }).first().click();
  await expect(agent).toHaveURL(/\/tickets\/\d+/);
  await edit(agent, lab.file("order.png", shot.bytes));
  await find(agent);
  const all = agent.getByTestId("proposal");
  await expect(all).toHaveCount(shot.marks.length);
  const name = all.and(agent.locator('[data-kind="name"]'));
  await expect(name).toHaveCount(1);

  // By pointer, and by key.
  await name.click();
  await expect(all).toHaveCount(shot.marks.length - 1);
  await expect(name).toHaveCount(0);
  const card = all.and(agent.locator('[data-kind="card"]'));
  await card.focus();
  await agent.keyboard.press("Delete");
  await expect(all).toHaveCount(shot.marks.length - 2);
  // On a proposal the same one key accepts the others.
  await all.first().focus();
  await agent.keyboard.press("Enter");
  await expect(agent.getByTestId("hidden-part")).toHaveCount(shot.marks.length - 2);
  await agent.getByRole("button", { name: "Apply" }).click();
  await expect(agent.getByTestId("tile")).toHaveAttribute("data-state", "ready");
  await send(agent);
  const message = agent.getByTestId("message").last();
  const picture = message.getByTestId("picture").locator("img:not(.soft)");
  await expect(picture).toBeVisible();
  const sent = await originalOf(agent);
  const kinds = ["name", "card", "email"];
  const places = kinds.map((kind) => {
    const { boxes } = shot.marks.find((mark) => mark.kind === kind)!;
    return [boxes[0]![0] - 2, boxes[0]![1] + boxes[0]![3] / 2] as const;
  });
  // Beside its first letter: inside the box's margin where it was hidden, paper where not.
  const look = await lab.look(
    sent,
    places.map(([x, y]) => [x / shot.width, y / shot.height] as const),
  );
  const [nameAt, cardAt, emailAt] = look.colours;
  expect(Math.min(...nameAt!)).toBeGreaterThan(200);
  expect(Math.min(...cardAt!)).toBeGreaterThan(200);
  expect(Math.max(...emailAt!)).toBeLessThan(40);
});

test("item 8: nothing leaves the browser, and nothing is fetched before it is asked for", async ({
  agent,
  browser,
  desk,
  lab,
  page,
}) => {
  const shot = await screenshot(browser, order);
  const question = words("Private");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
  const asked: string[] = [];
  agent.context().on("request", (request) => {
    asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await edit(agent, lab.file("order.png", shot.bytes));
  const reader = /reader|tesseract|traineddata/;
  expect(asked.filter((request) => reader.test(request))).toEqual([]);
  const before = asked.length;
  await find(agent);
  const since = asked.slice(before).filter((request) => !/\/live$/.test(request));
  for (const request of since) expect(request).toMatch(/^GET \/pkg\/[^/]+$/);
  const of = (what: string) => since.filter((request) => request.includes(what)).length;
  expect([of("reader-"), of("eng-"), of("deu-"), of("ita-")]).toEqual([1, 1, 0, 0]);
  expect(of("tesseract-core-simd")).toBeGreaterThan(0);
});

test("item 8: who finds nothing is told to look, and Escape leaves the search, not the editor", async ({
  browser,
  desk,
  lab,
  page,
}) => {
  const shot = await screenshot(browser, harmless);
  await startChat(page, desk, words("Hours"));
  await edit(page, lab.file("hours.png", shot.bytes));
  await page.getByTestId("find").click();
  await expect(page.getByTestId("finder")).toContainText("Nothing found. Look yourself");
  await expect(page.getByTestId("proposal")).toHaveCount(0);
  await page.getByTestId("find-close").focus();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("finder")).toBeHidden();
  await expect(page.getByTestId("editor")).toBeVisible();
});

test("item 8: when the reader cannot be fetched one sentence says so, and the editor goes on", async ({
  browser,
  desk,
  expectComplaints,
  lab,
  page,
}) => {
  expectComplaints(/ERR_FAILED|Failed to load resource|reader/i);
  const shot = await screenshot(browser, order);
  await startChat(page, desk, words("No network"));
  await edit(page, lab.file("order.png", shot.bytes));
  await page.context().route(/\/pkg\/reader-/, (route) => route.abort());
  await page.getByTestId("find").click();
  await expect(page.getByTestId("finder")).toContainText("The text reader could not be loaded.");
  await page.getByTestId("find-close").click();
  await page.getByRole("button", { name: "Black out a part" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("hidden-part")).toHaveCount(1);

  // Once it can be had again, pressing again is all it takes.
  await page.context().unroute(/\/pkg\/reader-/);
  await find(page);
});

/** Stands in for Tesseract's worker, before the reader's own script: it answers everything but this. */
const tesseractDiesAt = (last: string) => `self.Worker = class {
  postMessage({ action }) {
    if (action === "${last}") this.onerror({ preventDefault() {}, message: "memory ran out" });
    else this.onmessage({ data: { status: "resolve", data: {} } });
  }
};`;

const reader = /\/pkg\/reader-/;
const dead = [
  { what: "a model cannot be fetched", files: /traineddata/, sentence: "The text reader could not be loaded." },
  {
    what: "Tesseract does not start",
    files: reader,
    before: tesseractDiesAt("load"),
    sentence: "The text reader could not be loaded.",
  },
  {
    what: "Tesseract dies over the picture",
    files: reader,
    before: tesseractDiesAt("recognize"),
    sentence: "This picture could not be read.",
  },
  {
    what: "the reader dies over the picture",
    files: reader,
    script: `self.onmessage = () => {
      self.postMessage({ kind: "progress", fraction: 0.5 });
      throw new Error("memory ran out");
    };`,
    sentence: "This picture could not be read.",
  },
  { what: "the reader dies without a word", files: reader, script: "", sentence: "This picture could not be read." },
];

for (const { what, files, before, script, sentence } of dead) {
  test(`item 8: crashed reader: when ${what} one sentence says so, and the editor goes on`, async ({
    browser,
    desk,
    expectComplaints,
    lab,
    page,
  }) => {
    expectComplaints(/ERR_FAILED|Failed to load resource|reader stopped|memory ran out|worker/i);
    // So that nobody has to wait until silence is long enough.
    await page.clock.install();
    const shot = await screenshot(browser, order);
    await startChat(page, desk, words("Broken"));
    await edit(page, lab.file("order.png", shot.bytes));
    const asked = page.context().waitForEvent("request", (request) => files.test(request.url()));
    await page.context().route(files, async (route) => {
      if (before === undefined && script === undefined) return route.abort();
      const response = await route.fetch();
      return route.fulfill({ response, body: script ?? `${before}\n${await response.text()}` });
    });
    await page.getByTestId("find").click();
    await asked;
    if (script === "") {
      await expect(page.getByTestId("finder")).toContainText("Reading the picture.");
      await page.clock.fastForward("03:00");
    }
    await expect(page.getByTestId("finder")).toContainText(sentence);
    await expect(page.getByTestId("finder").getByRole("status")).toHaveCount(1);
    await expect(page.getByTestId("proposal")).toHaveCount(0);

    // What can be done by hand still can, and the search can be asked again.
    await page.getByTestId("find-close").click();
    await page.getByRole("button", { name: "Black out a part" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("hidden-part")).toHaveCount(1);
    await page.context().unroute(files);
    await find(page);
    await page.getByTestId("find-accept").click();
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByTestId("tile")).toHaveAttribute("data-state", "ready");
  });
}

test("item 8: a reading ends with the search that was left, and with the editor", async ({
  browser,
  desk,
  lab,
  page,
}) => {
  const shot = await screenshot(browser, order);
  await startChat(page, desk, words("Never mind"));
  await edit(page, lab.file("order.png", shot.bytes));
  // Held up, so that it is still under way.
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.context().route(/traineddata/, async (route) => {
    await held;
    await route.abort().catch(() => undefined);
  });
  const ended = async (leave: () => Promise<void>) => {
    const started = page.waitForEvent("worker", (worker) => /\/reader-/.test(worker.url()));
    await page.getByTestId("find").click();
    const worker = await started;
    const gone = new Promise<void>((done) => worker.once("close", () => done()));
    await leave();
    await gone;
  };
  await ended(() => page.getByTestId("find-cancel").click());
  await expect(page.getByTestId("find")).toBeEnabled();
  await ended(async () => {
    await page.getByTestId("editor").getByRole("button", { name: "Cancel" }).last().click();
    await expect(page.getByTestId("editor")).toHaveCount(0);
  });
  release();
});

test("item 8: without the models there is no button", async ({ browser, lab, person, watch }) => {
  // The same site, but for the reader, as it is built where npm cannot be had.
  const site = mkdtempSync(join(tmpdir(), "attache-site-"));
  cpSync(process.env.ATTACHE_SITE ?? join(checkout, "target/site"), site, { recursive: true });
  const manifest = join(site, "manifest.json");
  const { "reader.js": reader, ...rest } = JSON.parse(readFileSync(manifest, "utf8"));
  expect(reader, "the site under test has one").toBeTruthy();
  writeFileSync(manifest, JSON.stringify(rest));
  const desk = await Desk.open("demo", ["--site", site]);
  try {
    watch.allow(desk.url);
    const shot = await screenshot(browser, order);
    const agent = await person();
    await signIn(agent, desk, agents.owner);
    await openInbox(agent, desk);
    await agent.getByTestId("ticket-row").first().click();
    await expect(agent).toHaveURL(/\/tickets\/\d+/);
    await ready(agent);
    await edit(agent, lab.file("order.png", shot.bytes));
    await expect(agent.getByRole("button", { name: "Black out a part" })).toBeVisible();
    await expect(agent.getByTestId("find")).toHaveCount(0);
    // Before its desk goes: the page would say that it cannot reach it.
    await agent.context().close();
  } finally {
    await desk.close();
    rmSync(site, { recursive: true, force: true });
  }
});

/** Puts a picture into the composer and opens the editor over it. */
async function edit(page: Page, file: string): Promise<void> {
  await attach(page, file);
  await expect(page.getByTestId("tile")).toHaveAttribute("data-state", "ready", { timeout: 60_000 });
  await page.getByTestId("edit-picture").click();
  await expect(page.getByTestId("editor")).toBeVisible();
}

/** Presses "Find personal data" and waits for proposals. */
async function find(page: Page): Promise<void> {
  await page.getByTestId("find").click();
  await expect(page.getByTestId("find-accept")).toBeVisible({ timeout: 60_000 });
}

/** What is proposed, in pixels of the screenshot. */
async function proposals(page: Page, shot: Screenshot): Promise<Box[]> {
  const [, , width, height] = (await page.getByTestId("editor-stage").locator("image").evaluate(
    (image) => [0, 0, Number(image.getAttribute("width")), Number(image.getAttribute("height"))],
  )) as [number, number, number, number];
  const boxes = await page
    .getByTestId("proposal")
    .locator("rect")
    .evaluateAll((rects) =>
      rects.map((rect) => ["x", "y", "width", "height"].map((side) => Number(rect.getAttribute(side)))),
    );
  const [across, down] = [shot.width / width!, shot.height / height!];
  return boxes.map(([x, y, w, h]) => [x! * across, y! * down, w! * across, h! * down] as const);
}

/** The middle of a box, in parts of the screenshot's sides. */
function middle([x, y, width, height]: Box, shot: Screenshot): readonly [number, number] {
  return [(x + width / 2) / shot.width, (y + height / 2) / shot.height];
}

/** The file behind the last picture, or that of a message, as a click opens it. */
async function originalOf(page: Page, text?: string): Promise<Buffer> {
  const message = text ? messageWith(page, text) : page.getByTestId("message").last();
  await message.getByTestId("picture").click();
  const large = page.getByTestId("gallery-image");
  await expect(large).toBeVisible();
  const bytes = await bytesOf(page, (await large.getAttribute("src"))!);
  await page.keyboard.press("Escape");
  return bytes;
}
