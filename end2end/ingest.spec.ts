// What becomes of files on the server, as people see it: nothing prepares these before they come.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agents, messageWith, openInbox, openTicket, ready, signIn } from "./support/actions";
import { jpegSegments, spliceJpeg } from "./support/bytes";
import { Clamd, eicar } from "./support/clamd";
import { Desk } from "./support/desk";
import { expect, test } from "./support/fixtures";
import { Guest } from "./support/guest";
import { phoneSegments } from "./support/metadata";
import { mp4, pdf, wav } from "./support/papers";
import { png } from "./support/pictures";
import type { Download, Page } from "@playwright/test";

test("item 6: a picture's colours stand in its place before it has come, and nothing moves", async ({
  agent,
  desk,
  lab,
}) => {
  const guest = await Guest.enter(desk);
  const photo = await lab.draw({ width: 1800, height: 1200, type: "image/jpeg" });
  const text = await guest.send("A large photo", { name: "photo.jpg", bytes: photo });
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const message = messageWith(agent, text);
  const soft = message.locator(".soft");
  await expect(async () => {
    await agent.reload();
    await expect(soft).toHaveCount(1, { timeout: 500 });
  }).toPass();

  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await agent.route("**/thumb/**", async (route) => {
    await held;
    await route.continue();
  });
  await agent.reload();
  await ready(agent);
  await expect(soft).toHaveJSProperty("naturalWidth", 8);
  const thumb = message.getByTestId("picture").locator("img:not(.soft)");
  await expect(thumb).toHaveJSProperty("naturalWidth", 0);
  const before = (await message.boundingBox())!;
  expect(before.height).toBeGreaterThan(200);
  const shifts = await agent.evaluateHandle(countShifts);
  release();
  await expect(thumb).toHaveJSProperty("naturalWidth", 640);
  const after = (await message.boundingBox())!;
  // The thumbnail's own proportions are whole pixels of another size.
  expect(Math.abs(after.height - before.height)).toBeLessThan(1);
  expect(await shifts.evaluate((count) => count())).toBe(0);
});

test("item 6: a document's tile shows its first page as soon as it is drawn", async ({
  agent,
  desk,
}) => {
  const guest = await Guest.enter(desk);
  const hello = await guest.send("I send an invoice");
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  const text = await guest.send("Here it is", { name: "invoice.pdf", bytes: pdf() });
  // Without a reload: the page hears of it.
  const file = messageWith(agent, text).getByTestId("file");
  const page = file.locator("img.page");
  await expect(page).toHaveJSProperty("naturalHeight", 640);
  await expect(file).toContainText("invoice.pdf");
  const seal = await agent.evaluate(colourOf, await page.evaluate((image: HTMLImageElement) => image.src));
  expect(seal[0]).toBeGreaterThan(160);
  expect(seal[1]).toBeLessThan(80);
});

test("item 6: a file waits for the virus scanner, and an infected one is kept back", async ({
  desk: _,
  person,
  watch,
}) => {
  const clamd = await Clamd.start();
  const desk = await Desk.open("demo", ["--scanner", clamd.address]);
  try {
    watch.allow(desk.url);
    const agent = await person();
    await signIn(agent, desk, agents.owner);
    const guest = await Guest.enter(desk);
    clamd.up = false;
    const picture = png(700, 500, [40, 90, 160]);
    const text = await guest.send("Two files", { name: "offer.txt", bytes: eicar }, { name: "cup.png", bytes: picture });
    await openTicket(agent, text);
    const message = messageWith(agent, text);
    const file = message.getByTestId("file");
    await expect(file).toContainText("Being checked for viruses");
    await expect(file).not.toHaveAttribute("href");
    await expect(message.locator(".picture.pending")).toHaveText("Being checked for viruses");

    clamd.up = true;
    await expect(message.getByTestId("picture")).toBeVisible({ timeout: 45_000 });
    await expect(file).toContainText("A virus was found", { timeout: 45_000 });
    await expect(file).not.toHaveAttribute("href");
  } finally {
    await desk.close();
    clamd.close();
  }
});

test("item 6: agents download the original where the owner keeps it, customers never", async ({
  agent,
  desk,
  lab,
}) => {
  const drawn = await lab.draw({ width: 900, height: 600, type: "image/jpeg" });
  const photo = spliceJpeg(drawn, phoneSegments(1));
  const guest = await Guest.enter(desk);
  const clean = await guest.send("Without an original", { name: "clean.jpg", bytes: photo });

  await agent.goto(`${desk.url}/settings`);
  await agent.getByLabel("Keep originals").check();
  await agent.locator("form[action='/settings/originals'] button").click();
  await expect(agent.getByRole("status")).toHaveText("Saved.");
  await expect(agent.getByLabel("Keep originals")).toBeChecked();
  const text = await guest.send("With an original", { name: "photo.jpg", bytes: photo });

  await openInbox(agent, desk);
  await openTicket(agent, text);
  const gallery = agent.getByTestId("gallery");
  const original = gallery.getByRole("link", { name: "Download original" });
  await messageWith(agent, clean).getByTestId("picture").click();
  await expect(gallery).toBeVisible();
  await expect(original).toHaveCount(0);
  await agent.keyboard.press("ArrowRight");
  await expect(original).toBeVisible();
  expect(await saved(agent, () => original.click())).toEqual(photo);
  const cleaned = await saved(agent, () => gallery.getByRole("link", { name: "Download", exact: true }).click());
  expect(jpegSegments(cleaned).some(({ marker }) => marker === 0xe1)).toBe(false);
  expect(await guest.reads()).not.toContain("/received/");

  await agent.goto(`${desk.url}/settings`);
  await agent.getByLabel("Keep originals").uncheck();
  await agent.locator("form[action='/settings/originals'] button").click();
  await expect(agent.getByLabel("Keep originals")).not.toBeChecked();
  await openInbox(agent, desk);
  await openTicket(agent, text);
  await messageWith(agent, text).getByTestId("picture").click();
  await expect(gallery).toBeVisible();
  await expect(original).toHaveCount(0);
});

test("item 6: a film has a poster where there is ffmpeg, and a tile with its name anyway", async ({
  agent,
  desk,
  lab: _,
  person,
  watch,
}) => {
  const film = { name: "drop.mp4", bytes: mp4 };
  const guest = await Guest.enter(desk);
  const text = await guest.send("A film", film);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const message = messageWith(agent, text);
  await expect(message.locator("video")).toBeVisible();
  await expect(message.locator("video")).not.toHaveAttribute("poster");
  await expect(message.getByTestId("file")).toContainText("drop.mp4");

  const folder = mkdtempSync(join(tmpdir(), "attache-ffmpeg-"));
  const frame = join(folder, "frame.png");
  writeFileSync(frame, png(320, 180, [200, 120, 40]));
  const ffmpeg = join(folder, "ffmpeg");
  writeFileSync(ffmpeg, `#!/bin/sh\ncat ${frame}\n`);
  chmodSync(ffmpeg, 0o755);
  const other = await Desk.open("demo", ["--ffmpeg", ffmpeg]);
  try {
    watch.allow(other.url);
    const owner = await person();
    await signIn(owner, other, agents.owner);
    const sent = await (await Guest.enter(other)).send("A film", film);
    await openTicket(owner, sent);
    const video = messageWith(owner, sent).locator("video");
    await expect(video).toHaveAttribute("poster", /\/thumb\//);
    const poster = await owner.request.get(new URL((await video.getAttribute("poster"))!, other.url).href);
    expect(poster.headers()["content-type"]).toBe("image/jpeg");
    // Before its desk goes.
    await owner.close();
  } finally {
    await other.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("item 6: sound plays from any place in it", async ({ agent, desk }) => {
  const guest = await Guest.enter(desk);
  const text = await guest.send("Listen", { name: "hum.wav", bytes: wav(120) });
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const sound = messageWith(agent, text).locator("audio");
  await expect(sound).toHaveJSProperty("duration", 120);
  const part = agent.waitForResponse((answer) => answer.url().includes("hum.wav") && answer.status() === 206);
  await agent.reload();
  await part;
  await expect(sound).toHaveJSProperty("duration", 120);
  await sound.evaluate((player: HTMLAudioElement) => {
    const there = new Promise((done) => player.addEventListener("seeked", done, { once: true }));
    player.currentTime = 100;
    return there;
  });
  await expect(sound).toHaveJSProperty("currentTime", 100);
});

/** Counts what the browser itself calls a layout shift, from now until it is asked. */
function countShifts(): () => Promise<number> {
  let shifts = 0;
  const observer = new PerformanceObserver((list) => (shifts += list.getEntries().length));
  observer.observe({ type: "layout-shift" });
  return async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    await frame();
    await frame();
    shifts += observer.takeRecords().length;
    return shifts;
  };
}

/** What a click downloads. */
async function saved(page: Page, click: () => Promise<void>): Promise<Buffer> {
  const waiting: Promise<Download> = page.waitForEvent("download");
  await click();
  return readFileSync(await (await waiting).path());
}

/** The colour of a page where its seal is. */
async function colourOf(address: string): Promise<number[]> {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const ink = canvas.getContext("2d")!;
  ink.drawImage(image, 0, 0);
  const at = ink.getImageData(image.width * 0.79, image.height * 0.12, 1, 1);
  return [...at.data];
}
