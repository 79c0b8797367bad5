// The editor on a phone: everything is in reach of a thumb, two fingers zoom, a box is placed precisely.
import { expect, test } from "./support/fixtures";
import { attach, ready, startChat, widgetKey, words } from "./support/actions";
import { apply, edit, editPlain, onScreen, sides, tool } from "./support/editor";
import type { Page } from "@playwright/test";

test("item 3: on a phone every tool is in reach, nothing is cut off, and the picture has most of the screen", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("On the bus"));
  await editPlain(page, lab, 1200, 1600);
  for (const step of ["cover", "label", "crop", "compare"]) {
    if (step === "label") await tool(page, "Write a label");
    if (step === "label") await tool(page, "Write a label");
    if (step === "crop") await tool(page, "Crop");
    if (step === "compare") await tool(page, "Compare before and after");
    await allInReach(page, step);
  }
  const stage = (await page.getByTestId("editor-stage").boundingBox())!;
  expect(stage.height).toBeGreaterThan(844 / 3);
});

test("item 3: on a phone in German nothing is cut off either", async ({ desk, lab, person }) => {
  const page = await person({ locale: "de-DE", colorScheme: "dark" });
  await page.goto(`${desk.url}/widget/${widgetKey}`);
  await ready(page);
  const picture = await lab.draw({ width: 800, height: 600, type: "image/png" });
  await attach(page, lab.file("eins.png", picture), lab.file("zwei.png", picture));
  await page.getByTestId("edit-picture").first().click();
  await allInReach(page, "schwärzen");
  await tool(page, "Vorher und nachher vergleichen");
  await expect(page.getByText("Schärfere Schrift")).toBeVisible();
  await allInReach(page, "vergleichen");
});

test("item 3: on a phone two fingers zoom and move, and a finger draws, moves and pulls a box", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("Fingers"));
  await editPlain(page, lab, 1200, 1600);
  const touch = await fingers(page);
  const zoom = page.getByTestId("zoom");
  await expect(zoom).not.toHaveText("100 %");
  const fits = await zoom.textContent();
  const target = await onScreen(page, [600, 800]);
  await touch.pinch(target, 40, 200);
  await expect(zoom).not.toHaveText(fits!);
  const stayed = await onScreen(page, [600, 800]);
  expect(Math.abs(stayed.x - target.x)).toBeLessThan(5);
  expect(Math.abs(stayed.y - target.y)).toBeLessThan(5);
  // Two fingers draw nothing, whichever came first.
  const part = page.getByTestId("hidden-part");
  await expect(part).toHaveCount(0);

  await touch.drag(await onScreen(page, [560, 780]), await onScreen(page, [640, 810]));
  await expect(part).toHaveCount(1);
  nearly(await sides(part), [560, 780, 80, 30]);
  // Near the corner is near enough for a finger.
  const corner = await onScreen(page, [640, 810]);
  const to = await onScreen(page, [660, 830]);
  await touch.drag({ x: corner.x + 8, y: corner.y + 8 }, { x: to.x + 8, y: to.y + 8 });
  nearly(await sides(part), [560, 780, 100, 50]);
  await touch.drag(await onScreen(page, [610, 805]), await onScreen(page, [590, 795]));
  nearly(await sides(part), [540, 770, 100, 50]);
  await tool(page, "Remove what is chosen");
  await expect(part).toHaveCount(0);
  await tool(page, "Undo");
  await expect(part).toHaveCount(1);
  await apply(page);
  await expect(page.getByTestId("tile")).toContainText("partly blacked out");
  await edit(page);
});

function nearly(is: number[], wanted: number[]): void {
  for (const [index, value] of wanted.entries()) {
    expect(Math.abs(is[index]! - value), `${is} and not ${wanted}`).toBeLessThanOrEqual(3);
  }
}

/** Every control is on the screen in full, and large enough for a thumb. */
async function allInReach(page: Page, when: string): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const controls = page.getByTestId("editor").locator("button, input");
  for (const control of await controls.all()) {
    const name = `${when}: ${await control.evaluate((it) => it.outerHTML.slice(0, 120))}`;
    const box = (await control.boundingBox())!;
    expect.soft(box.x, name).toBeGreaterThanOrEqual(0);
    expect.soft(box.y, name).toBeGreaterThanOrEqual(0);
    expect.soft(box.x + box.width, name).toBeLessThanOrEqual(width);
    expect.soft(box.y + box.height, name).toBeLessThanOrEqual(height);
    const inLabel = await control.evaluate((it) => !!it.closest("label"));
    if (!inLabel) expect.soft(Math.round(box.height), name).toBeGreaterThanOrEqual(40);
  }
  const cut = await page
    .getByTestId("editor")
    .evaluate((it) => it.scrollWidth > it.clientWidth || it.scrollHeight > it.clientHeight);
  expect.soft(cut, `${when}: something is cut off`).toBe(false);
}

interface Place {
  x: number;
  y: number;
}

/** One finger and two, as the browser hears them. */
async function fingers(page: Page): Promise<{
  drag: (from: Place, to: Place) => Promise<void>;
  pinch: (around: Place, from: number, to: number) => Promise<void>;
}> {
  const line = await page.context().newCDPSession(page);
  const tell = async (
    type: "touchStart" | "touchMove" | "touchEnd",
    ...places: Place[]
  ): Promise<void> => {
    const touchPoints = places.map(({ x, y }, id) => ({ x, y, id }));
    await line.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  return {
    drag: async (from, to) => {
      await tell("touchStart", from);
      for (let step = 1; step <= 5; step += 1) {
        const part = (a: number, b: number): number => a + ((b - a) * step) / 5;
        await tell("touchMove", { x: part(from.x, to.x), y: part(from.y, to.y) });
      }
      await tell("touchEnd");
    },
    pinch: async (around, from, to) => {
      const two = (apart: number): [Place, Place] => [
        { x: around.x - apart / 2, y: around.y },
        { x: around.x + apart / 2, y: around.y },
      ];
      await tell("touchStart", two(from)[0]);
      await tell("touchStart", ...two(from));
      for (let step = 1; step <= 8; step += 1) {
        await tell("touchMove", ...two(from + ((to - from) * step) / 8));
      }
      await tell("touchEnd");
    },
  };
}
