// Several pictures at once: in order, within bounds, and what goes wrong with one is that one's affair.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attach, composer, filesReady, tiles } from "./support/actions";
import { type Note, prepare, siteFile } from "./support/engine";
import { expect, test } from "./support/fixtures";
import { meet } from "./support/meet";
import { png } from "./support/pictures";
import { withMemoryUpTo } from "./support/wasm";
import type { Page } from "@playwright/test";

test.setTimeout(180_000);

test("item 1: several are worked on at once, and each tells its progress in order", async ({
  desk,
  page,
}) => {
  const file = { width: 2400, height: 1800 };
  const { notes, outcomes } = await prepare(page, desk, [{ file }, { file }, { file }]);
  expect(outcomes.map(({ code }) => code)).toEqual([undefined, undefined, undefined]);
  const firstDone = notes.findIndex(({ kind }) => kind === "done");
  const begun = new Set(notes.slice(0, firstDone).map(({ job }) => job));
  expect(begun.size).toBeGreaterThanOrEqual(2);
  for (const job of [0, 1, 2]) expectMonotone(notes.filter((note) => note.job === job));
});

test("item 1: large pictures take turns, so that memory stays bounded", async ({ desk, page }) => {
  const file = { width: 6000, height: 5000 };
  const { notes, outcomes } = await prepare(page, desk, [{ file }, { file }]);
  expect(outcomes.map(({ code }) => code)).toEqual([undefined, undefined]);
  const done = notes.findIndex(({ kind }) => kind === "done");
  expect(new Set(notes.slice(0, done).map(({ job }) => job)).size).toBe(1);
});

test("item 1: a cancel in the middle ends that picture and no other", async ({ desk, page }) => {
  const file = { width: 2400, height: 1800 };
  const jobs = [{ file }, { file }, { file }, { file }];
  const { outcomes } = await prepare(page, desk, jobs, { cancel: 1 });
  expect(outcomes.map(({ code }) => code)).toEqual([undefined, "canceled", undefined, undefined]);
});

test("item 1: a picture taken out of the tray in the middle is worked on no more, the others are", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  await meet(agent, page, desk, "On second thought");
  const large = await lab.draw({ width: 4000, height: 3000, type: "image/jpeg" });
  await attach(
    agent,
    { name: "away.jpg", mimeType: "image/jpeg", buffer: large },
    { name: "stays.png", mimeType: "image/png", buffer: png(300, 200, [1, 2, 3]) },
    { name: "too.jpg", mimeType: "image/jpeg", buffer: large },
  );
  await agent.getByRole("button", { name: "Remove away.jpg" }).click();
  await filesReady(agent, 2);
  await expect(tiles(agent)).toHaveCount(2);
});

test("item 1: a photo of 48 megapixels is prepared while typing goes on", async ({
  agent,
  desk,
  page,
}) => {
  const text = await meet(agent, page, desk, "Very large");
  const file = { width: 8064, height: 6048 };
  const { outcomes } = await prepare(await agent.context().newPage(), desk, [{ file }]);
  const [made] = outcomes;
  expect(made!.from).toMatchObject(file);
  expect(made!.bytes.length).toBeLessThanOrEqual(600_000);
  console.log(`48 megapixels: ${(made!.memory / 2 ** 20).toFixed(0)} MiB of linear memory`);
  expect(made!.memory).toBeLessThanOrEqual(260_000_000);

  await agent.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: "longtask" });
    Object.assign(window, { longTasks: tasks });
  });
  await pickDrawn(agent, file);
  await expect(tiles(agent)).toHaveAttribute("data-state", "preparing");
  await composer(agent).pressSequentially(text);
  await expect(composer(agent)).toHaveValue(text);
  await filesReady(agent, 1);
  const tasks = await agent.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  console.log(`48 megapixels while typing: long tasks of ${JSON.stringify(tasks)} ms`);
});

test("item 1: memory that the browser refuses is one picture's trouble, said in a sentence", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  await meet(agent, page, desk, "Little memory");
  await withLittleMemory(agent);
  const photo = await lab.draw({ width: 4000, height: 3000, type: "image/jpeg" });
  const small = await lab.draw({ width: 640, height: 480, type: "image/jpeg" });
  await attach(
    agent,
    { name: "large.jpg", mimeType: "image/jpeg", buffer: photo },
    { name: "small.jpg", mimeType: "image/jpeg", buffer: small },
    { name: "plain.png", mimeType: "image/png", buffer: png(300, 200, [9, 9, 9]) },
  );
  await filesReady(agent, 2);
  const failed = agent.locator('[data-testid=tile][data-state="failed"]');
  await expect(failed).toContainText("This browser has too little memory for this picture.");
});

function expectMonotone(notes: Note[]): void {
  const stages = ["decode", "resize", "encode"];
  const told = notes.filter(({ kind }) => kind === "progress");
  const steps = told.map(({ stage, fraction }) => 2 * stages.indexOf(stage!) + fraction!);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(stages));
}

/** Picks a photo of that size, drawn in the page itself: it would take its time to get there. */
async function pickDrawn(page: Page, drawn: { width: number; height: number }): Promise<void> {
  await page.getByTestId("file-input").evaluate(async (input, { width, height }) => {
    const canvas = new OffscreenCanvas(width, height);
    const ink = canvas.getContext("2d")!;
    const sky = ink.createLinearGradient(0, 0, width, height);
    sky.addColorStop(0, "rgb(90,120,150)");
    sky.addColorStop(1, "rgb(190,180,150)");
    ink.fillStyle = sky;
    ink.fillRect(0, 0, width, height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
    const files = new DataTransfer();
    files.items.add(new File([blob], "huge.jpg", { type: "image/jpeg" }));
    (input as HTMLInputElement).files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, drawn);
}

/** Gives the worker's wasm as much memory as a small picture needs, and no more. */
async function withLittleMemory(page: Page): Promise<void> {
  const site = process.env.ATTACHE_SITE ?? "../target/site";
  const path = siteFile("image-worker.wasm");
  const body = withMemoryUpTo(24 * 2 ** 20, readFileSync(join(site, path)));
  await page.context().route(`**${path}`, (route) =>
    route.fulfill({ body, contentType: "application/wasm" }),
  );
}
