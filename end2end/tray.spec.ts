// The tray: what becomes of files before they go, how they share a message, and the ways out.
import {
  attach,
  bytesOf,
  composer,
  filesReady,
  messageWith,
  openInbox,
  openTicket,
  ready,
  say,
  send,
  startChat,
  tiles,
  words,
} from "./support/actions";
import { kindOf, metadataIn } from "./support/bytes";
import { expect, test } from "./support/fixtures";
import { drop, paste, pdf } from "./support/hands";
import { animatedGif, png } from "./support/pictures";
import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";

/** What carriers take in one MMS, all media together. */
const MMS = 600_000;

test("item 2: three pictures share what an MMS takes, and the small one is left alone", async ({
  agent,
  desk,
  lab,
}) => {
  test.setTimeout(180_000);
  await openSms(agent, desk);
  const text = words("Three for one message");
  const small = png(120, 90, [20, 140, 90]);
  const medium = await lab.draw({ width: 700, height: 500, type: "image/jpeg" });
  expect(medium.length).toBeLessThan(MMS / 3);
  await attach(
    agent,
    await lab.phonePhoto(),
    lab.file("small.png", small),
    lab.file("medium.jpg", medium),
  );
  await filesReady(agent, 3);
  await composer(agent).fill(text);
  await send(agent);
  const sent = await sentFiles(agent, text, 3);
  expect(sum(sent)).toBeLessThanOrEqual(MMS);
  // What fits its share keeps every pixel, and the large one has all the rest.
  expect(sent.some((bytes) => bytes.equals(small))).toBe(true);
  expect(sent.some((bytes) => bytes.equals(medium))).toBe(true);
  const large = Math.max(...sent.map(({ length }) => length));
  expect(large).toBeGreaterThan((MMS - small.length - medium.length) * 0.85);
});

test("item 2: one more picture makes the others smaller, and one less gives them room again", async ({
  agent,
  desk,
  lab,
}) => {
  test.setTimeout(180_000);
  await openSms(agent, desk);
  const text = words("One after another");
  const photo = await lab.draw({ width: 2600, height: 1900, type: "image/jpeg" });
  const named = (name: string) => ({ name, mimeType: "image/jpeg", buffer: photo });
  await attach(agent, named("first.jpg"));
  await filesReady(agent, 1);
  await attach(agent, named("second.jpg"));
  await filesReady(agent, 2);
  const half = await bytesSaid(tiles(agent).first());
  expect(half).toBeLessThanOrEqual(MMS / 2);
  await agent.getByRole("button", { name: "Remove second.jpg" }).click();
  await expect(agent.getByTestId("removed-tile")).toHaveCount(0, { timeout: 30_000 });
  await expect
    .poll(async () => bytesSaid(tiles(agent).first()), { timeout: 60_000 })
    .toBeGreaterThan(half * 1.25);
  await filesReady(agent, 1);
  await composer(agent).fill(text);
  await send(agent);
  const sent = await sentFiles(agent, text, 1);
  expect(sent[0]!.length).toBeGreaterThan(half * 1.25);
  expect(sum(sent)).toBeLessThanOrEqual(MMS);
});

test("item 2: a file that leaves no room says so, and its message still goes", async ({
  agent,
  desk,
}) => {
  await openSms(agent, desk);
  const text = words("The first alone");
  await attach(agent, pdf("first.pdf", 400_000), pdf("second.pdf", 300_000));
  const second = tiles(agent).nth(1);
  await expect(second).toHaveAttribute("data-state", "failed");
  await expect(second).toContainText("Together the files are larger than the 600 KB");
  await composer(agent).fill(text);
  await filesReady(agent, 1);
  await send(agent);
  await expect(messageWith(agent, text).getByTestId("file")).toHaveCount(1);
  await expect(tiles(agent)).toHaveCount(1);
});

test("item 2: what moves keeps its bytes where the channel takes them, a photo is brought under 600 KB", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("Moving and large"));
  const moving = animatedGif(600, 300, 8);
  expect(moving.length).toBeGreaterThan(700_000);
  const text = words("Both");
  await attach(page, lab.file("moves.gif", moving), await lab.phonePhoto());
  await filesReady(page, 2);
  await composer(page).fill(text);
  await send(page);
  const sent = await sentFiles(page, text, 2);
  expect(sent.some((bytes) => bytes.equals(moving))).toBe(true);
  expect(Math.min(...sent.map(({ length }) => length))).toBeLessThanOrEqual(600_000);
});

test("item 2: the desk refuses what a tampered page sends", async ({ agent, desk, lab }) => {
  await openSms(agent, desk);
  const ticket = await ticketOf(agent, desk);
  const photo = await lab.draw({ width: 1300, height: 900, type: "image/jpeg" });
  expect(photo.length).toBeGreaterThan(200_000);
  expect(photo.length).toBeLessThan(MMS);
  const files = [];
  for (let n = 0; n < 3; n += 1) {
    const up = await agent.request.post(`${desk.url}/uploads?name=a.jpg&ticket=${ticket}`, {
      data: photo,
      headers: { "content-type": "image/jpeg", origin: desk.url },
    });
    expect(up.status()).toBe(201);
    files.push({ upload: (await up.json()).id, caption: "", alt: "" });
  }
  const answer = await agent.request.post(`${desk.url}/api/message/send`, {
    data: { message: { client_key: words("k").replaceAll(" ", ""), ticket, note: false, text: "", files } },
    headers: { origin: desk.url },
  });
  expect(answer.ok()).toBe(false);
  expect(await answer.text()).toContain("Together the files are larger than the 600 KB");
});

test("item 4: a tile tells what a picture was, what it is, and what was done", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  await chat(agent, desk, page);
  await attach(agent, await lab.phonePhoto());
  await filesReady(agent, 1);
  const tile = tiles(agent).first();
  await expect(tile.getByTestId("tile-size")).toHaveText(
    /^\d(\.\d)? MB → \d+×\d+ · \d+ KB$/,
  );
  await expect(tile.getByTestId("tile-done")).toHaveText("turned upright, location removed");
  const preview = tile.locator(".preview img");
  await expect(preview).toHaveAttribute("src", /^blob:/);
  const edge = await preview.evaluate((image: HTMLImageElement) =>
    Math.max(image.naturalWidth, image.naturalHeight),
  );
  expect(edge, "the worker's small picture, not the file").toBeLessThanOrEqual(256);
});

test("item 4: a picture that became another type says so", async ({ agent, desk, lab }) => {
  await openSms(agent, desk);
  const webp = await lab.draw({ width: 900, height: 700, type: "image/webp" });
  await attach(agent, { name: "shot.webp", mimeType: "image/webp", buffer: webp });
  await filesReady(agent, 1);
  await expect(tiles(agent).getByTestId("tile-size")).toHaveText(/ → JPEG( \d+×\d+)? · /);
});

test("item 4: tiles are put in order by keyboard, and it is said where they are", async ({
  agent,
  desk,
  page,
}) => {
  await chat(agent, desk, page);
  const text = words("In another order");
  await attachThree(agent);
  await grip(agent, "b.png").focus();
  await agent.keyboard.press("ArrowLeft");
  await expect(names(agent)).toHaveText(["b.png", "a.png", "c.png"]);
  await expect(grip(agent, "b.png")).toBeFocused();
  await expect(agent.getByTestId("tray-said")).toHaveText("b.png: place 1 of 3");
  await agent.keyboard.press("End");
  await expect(names(agent)).toHaveText(["a.png", "c.png", "b.png"]);
  await expect(agent.getByTestId("tray-said")).toHaveText("b.png: place 3 of 3");
  await agent.keyboard.press("ArrowRight");
  await expect(grip(agent, "b.png")).toBeFocused();
  await agent.keyboard.press("ArrowUp");
  await expect(names(agent)).toHaveText(["a.png", "b.png", "c.png"]);
  await agent.keyboard.press("Home");
  await expect(names(agent)).toHaveText(["b.png", "a.png", "c.png"]);
  await composer(agent).fill(text);
  await send(agent);
  await widths(page, text, ["210", "200", "220"]);
});

test("item 4: tiles are put in order by dragging them", async ({ agent, desk, page }) => {
  await chat(agent, desk, page);
  const text = words("Dragged");
  await attachThree(agent);
  const from = (await tiles(agent).nth(0).locator(".preview").boundingBox())!;
  const to = (await tiles(agent).nth(2).boundingBox())!;
  await agent.mouse.move(from.x + 70, from.y + 50);
  await agent.mouse.down();
  await agent.mouse.move(from.x + 90, from.y + 60, { steps: 3 });
  await agent.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
  await expect(tiles(agent).nth(2)).toHaveAttribute("data-target", "after");
  await agent.mouse.up();
  await expect(names(agent)).toHaveText(["b.png", "c.png", "a.png"]);
  await expect(agent.getByTestId("tray-said")).toHaveText("a.png: place 3 of 3");
  await expect(agent.locator("[data-target], [data-dragged]")).toHaveCount(0);
  await composer(agent).fill(text);
  await send(agent);
  await widths(page, text, ["210", "220", "200"]);
});

test("item 4: a removed file comes back by keyboard as it was, without being uploaded again", async ({
  agent,
  desk,
  page,
}) => {
  await chat(agent, desk, page);
  const text = words("Removed and back");
  await attachThree(agent);
  await agent.getByLabel("Caption").nth(1).fill("The second one");
  const uploads: string[] = [];
  agent.on("request", (request) => {
    if (request.url().includes("/uploads")) uploads.push(request.url());
  });
  await agent.getByRole("button", { name: "Remove b.png" }).focus();
  await agent.keyboard.press("Enter");
  await expect(tiles(agent)).toHaveCount(2);
  await expect(agent.getByTestId("tray-said")).toHaveText("b.png removed");
  const undo = agent.getByRole("button", { name: "Put b.png back" });
  await expect(undo).toBeFocused();
  await agent.keyboard.press("Enter");
  await expect(names(agent)).toHaveText(["a.png", "b.png", "c.png"]);
  await expect(agent.getByTestId("tray-said")).toHaveText("b.png is back");
  await expect(grip(agent, "b.png")).toBeFocused();
  await filesReady(agent, 3);
  await expect(agent.getByLabel("Caption").nth(1)).toHaveValue("The second one");
  await composer(agent).fill(text);
  await send(agent);
  await widths(page, text, ["200", "210", "220"]);
  expect(uploads).toEqual([]);
});

test("item 4: what is removed and not brought back does not go", async ({ agent, desk, page }) => {
  await chat(agent, desk, page);
  const text = words("Two of three");
  await attachThree(agent);
  await agent.getByRole("button", { name: "Remove a.png" }).click();
  await expect(agent.getByTestId("removed-tile")).toHaveCount(1);
  await composer(agent).fill(text);
  await send(agent);
  await widths(page, text, ["210", "220"]);
  await expect(agent.getByTestId("tray")).toHaveCount(0);
});

test("item 4: a file that could not be uploaded is tried again", async ({
  agent,
  desk,
  expectComplaints,
  page,
}) => {
  expectComplaints(/status of 500/);
  await chat(agent, desk, page);
  // A line that breaks is waited for; what the desk itself cannot do is told.
  await agent.route("**/uploads*", (route) =>
    route.fulfill({ status: 500, json: { code: "internal", sentence: "Something went wrong." } }),
  );
  await attach(agent, file("a.png", 200));
  await expect(tiles(agent)).toHaveAttribute("data-state", "failed");
  await agent.unroute("**/uploads*");
  await agent.getByRole("button", { name: "Try again" }).click();
  await filesReady(agent, 1);
});

test("item 4: several files are pasted at once", async ({ agent, desk, page }) => {
  await chat(agent, desk, page);
  await paste(composer(agent), [file("a.png", 200), file("b.png", 210), file("c.png", 220)]);
  await expect(names(agent)).toHaveText(["a.png", "b.png", "c.png"]);
  await filesReady(agent, 3);
});

test("item 4: files are dropped anywhere on the conversation, and turned away beside it", async ({
  agent,
  desk,
  page,
}) => {
  await chat(agent, desk, page);
  const thread = agent.getByTestId("thread");
  const over = await drop(thread, [file("a.png", 200)], "over");
  await expect(agent.locator(".drop-hint")).toBeVisible();
  expect(over, "the page keeps its place").toBe(true);
  await drop(thread, [file("a.png", 200)], "drop");
  await expect(agent.locator(".drop-hint")).toBeHidden();
  await filesReady(agent, 1);
  const beside = await drop(agent.getByTestId("ticket-list"), [file("b.png", 210)], "drop");
  expect(beside, "turned away, not opened in the page's place").toBe(true);
  await expect(tiles(agent)).toHaveCount(1);

  // The customer's side does the same.
  await drop(page.getByTestId("thread"), [file("c.png", 220)], "drop");
  await filesReady(page, 1);
});

test("item 4: a picture without a caption is told of quietly, and goes all the same", async ({
  agent,
  desk,
  page,
}) => {
  await chat(agent, desk, page);
  const text = words("No words with it");
  await attach(agent, file("a.png", 200), file("b.png", 210));
  await filesReady(agent, 2);
  const nudge = agent.getByTestId("nudge");
  await expect(nudge).toHaveText("2 pictures have no caption yet. A word of context helps.");
  await agent.getByLabel("Caption").first().fill("The mug");
  await expect(nudge).toHaveText("A picture has no caption yet. A word of context helps.");
  await composer(agent).fill(text);
  await send(agent);
  await expect(messageWith(page, text).getByTestId("picture")).toHaveCount(2);
});

test("item 4: a picture sent as a document keeps every pixel, loses its metadata and is a download", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  await chat(agent, desk, page);
  const text = words("Untouched, please");
  const photo = await lab.phonePhoto();
  await attach(agent, photo);
  await filesReady(agent, 1);
  const tile = tiles(agent).first();
  await tile.getByRole("button", { name: "As a document" }).click();
  await expect(tile.getByTestId("tile-done")).toHaveText("goes as a document, location removed");
  await filesReady(agent, 1);
  await composer(agent).fill(text);
  await send(agent);
  const received = messageWith(page, text);
  await expect(received.getByTestId("picture")).toHaveCount(0);
  const link = received.getByTestId("file");
  await expect(link).toContainText(/IMG_204\d\.jpg/);
  const answer = await page.request.get(
    new URL((await link.getAttribute("href"))!, desk.url).href,
  );
  expect(answer.headers()["content-disposition"]).toMatch(/^attachment/);
  expect(answer.headers()["content-type"]).toBe("image/jpeg");
  const bytes = await answer.body();
  expect(metadataIn(bytes).filter((name) => name !== "exif")).toEqual([]);
  // The very scan: upright for whoever opens it, because its orientation stays.
  const original = readFileSync(photo);
  expect(bytes.includes(original.subarray(original.length - 200_000, original.length - 2))).toBe(
    true,
  );
  const look = await lab.look(bytes, []);
  expect([look.width, look.height]).toEqual([3024, 4032]);
});

test("item 4: a document can become a picture again before it goes", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  await chat(agent, desk, page);
  await attach(agent, await lab.phonePhoto());
  await filesReady(agent, 1);
  const tile = tiles(agent).first();
  const before = await tile.getByTestId("tile-size").textContent();
  await tile.getByRole("button", { name: "As a document" }).click();
  await tile.getByRole("button", { name: "As a picture" }).click();
  await filesReady(agent, 1);
  await expect(tile.getByTestId("tile-size")).toHaveText(before!);
});

test("item 4: what is too large for the channel goes as a link that works without a login", async ({
  agent,
  desk,
  person,
}) => {
  await openSms(agent, desk);
  const text = words("The manual");
  const manual = pdf("manual.pdf", 700_000);
  await attach(agent, manual);
  const tile = tiles(agent).first();
  await expect(tile).toHaveAttribute("data-state", "failed");
  await expect(tile).toContainText("larger than the 600 KB");
  await expect(tile.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await tile.getByRole("button", { name: "As a link" }).click();
  await filesReady(agent, 1);
  await expect(tile.getByTestId("tile-done")).toHaveText("goes as a link");
  await composer(agent).fill(text);
  await send(agent);
  const message = messageWith(agent, text);
  await expect(message).toContainText("manual.pdf (700 KB)");
  const address = /https?:\/\/\S+/.exec((await message.locator(".text").textContent())!)![0];
  const customer = await person();
  const answer = await customer.request.get(address);
  expect(answer.status()).toBe(200);
  expect((await answer.body()).equals(manual.buffer)).toBe(true);
});

test("item 4: a picture that nothing can read goes as a file where the channel takes files", async ({
  agent,
  desk,
  page,
}) => {
  await chat(agent, desk, page);
  const text = words("Nobody can read it");
  const strange = Buffer.concat([Buffer.from("P6\n2 2\n255\n"), Buffer.alloc(900, 7)]);
  await attach(agent, { name: "scan.ppm", mimeType: "image/x-portable-pixmap", buffer: strange });
  const tile = tiles(agent).first();
  await expect(tile).toHaveAttribute("data-state", "failed");
  await tile.getByRole("button", { name: "As a document" }).click();
  await filesReady(agent, 1);
  await expect(tile.getByTestId("tile-done")).toHaveText(
    "goes as a document, sent as it is, with what the camera wrote into it",
  );
  await composer(agent).fill(text);
  await send(agent);
  const link = messageWith(page, text).getByTestId("file");
  const bytes = await bytesOf(page, (await link.getAttribute("href"))!);
  expect(bytes.equals(strange)).toBe(true);
});

test("item 4: eight tiles do not push the composer off the screen", async ({
  agent,
  desk,
  page,
}) => {
  await chat(agent, desk, page);
  await say(agent, words("Above the files"));
  const files = Array.from({ length: 8 }, (_, n) => file(`n${n}.png`, 200 + n));
  await attach(agent, ...files);
  await filesReady(agent, 8);
  await expect(composer(agent)).toBeInViewport({ ratio: 1 });
  await expect(agent.getByTestId("composer").locator("button.primary")).toBeInViewport({
    ratio: 1,
  });
  await expect(agent.getByTestId("thread")).toBeInViewport({ ratio: 0.9 });
});

/** A ticket of a visitor who just wrote, open on the agent's page. */
async function chat(agent: Page, desk: { url: string }, page: Page): Promise<void> {
  const question = words("Send me pictures");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
}

/** The first ticket by SMS. */
async function openSms(agent: Page, desk: { url: string }): Promise<void> {
  // By its number in the sample data: in the list it may have sunk below the first page.
  await agent.goto(`${desk.url}/tickets/1007`);
  await ready(agent);
  await expect(agent.getByTestId("composer")).toBeVisible();
  await expect(agent.locator(".thread-title")).toContainText("SMS");
}

/** The key of the open ticket, as the desk's own calls name it. */
async function ticketOf(agent: Page, desk: { url: string }): Promise<number> {
  const number = Number(/tickets\/(\d+)/.exec(agent.url())![1]);
  const answer = await agent.request.post(`${desk.url}/api/ticket/open`, {
    data: { number },
    headers: { origin: desk.url },
  });
  expect(answer.ok()).toBe(true);
  return (await answer.json()).ticket.id;
}

function file(name: string, width: number) {
  return { name, mimeType: "image/png", buffer: png(width, 150, [width % 250, 90, 160]) };
}

async function attachThree(agent: Page): Promise<void> {
  await attach(agent, file("a.png", 200), file("b.png", 210), file("c.png", 220));
  await filesReady(agent, 3);
}

function names(agent: Page): Locator {
  return tiles(agent).locator(".tile-name");
}

function grip(agent: Page, name: string): Locator {
  return agent.getByRole("button", { name: new RegExp(`^Move ${name}`) });
}

/** The customer sees pictures of these widths, in this order. */
async function widths(page: Page, text: string, wanted: string[]): Promise<void> {
  // Behind each lies a blurred one, until it is there.
  const images = messageWith(page, text).getByTestId("picture").locator("img[loading]");
  await expect(images).toHaveCount(wanted.length);
  for (const [place, width] of wanted.entries()) {
    await expect(images.nth(place)).toHaveAttribute("width", width);
  }
}

/** The bytes of a sent message's pictures, as the desk keeps them. */
async function sentFiles(agent: Page, text: string, count: number): Promise<Buffer[]> {
  // One whose small size is not made in time is a file to download until it is.
  const pictures = messageWith(agent, text).locator("a.picture, a.file");
  await expect(pictures).toHaveCount(count);
  const files = [];
  for (const picture of await pictures.all()) {
    const bytes = await bytesOf(agent, (await picture.getAttribute("href"))!);
    expect(["jpeg", "png", "gif"]).toContain(kindOf(bytes));
    files.push(bytes);
  }
  return files;
}

function sum(files: Buffer[]): number {
  return files.reduce((all, { length }) => all + length, 0);
}

/** The bytes a tile says a picture has now; 0 while it says nothing. */
async function bytesSaid(tile: Locator): Promise<number> {
  const said = await tile.getByTestId("tile-size").textContent();
  const kilobytes = /→.*?(\d+) KB$/.exec(said ?? "");
  return kilobytes ? Number(kilobytes[1]) * 1000 : 0;
}
