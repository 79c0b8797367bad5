// The editor's frame, arrows and labels: where they are drawn they are in the file that leaves.
import { expect, test } from "./support/fixtures";
import { messageWith, send, startChat, words } from "./support/actions";
import {
  apply,
  black,
  drag,
  edit,
  editPlain,
  far,
  ink,
  onScreen,
  originalOf,
  sides,
  tool,
} from "./support/editor";
import type { Page } from "@playwright/test";

/** What was sent last, looked at at some places. */
async function sentBy(page: Page): Promise<Buffer> {
  await send(page);
  await expect(page.getByTestId("tile")).toHaveCount(0);
  return originalOf(page, page.getByTestId("message").last());
}

/** A pointer is told in whole pixels of the screen. */
function nearly(is: number[], wanted: number[]): void {
  for (const [index, value] of wanted.entries()) {
    expect(Math.abs(is[index]! - value), `${is} and not ${wanted}`).toBeLessThanOrEqual(2);
  }
}

/** Pulls from one place of the picture, in its pixels, to another. */
async function pull(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const [a, b] = [await onScreen(page, from), await onScreen(page, to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2);
  await page.mouse.move(b.x, b.y);
  await page.mouse.up();
}

test("item 3: a picture is cropped by its handles and by keyboard, with undo, and what lies on it keeps its place", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("Only the corner"));
  await editPlain(page, lab, 800, 600);
  const stage = page.getByTestId("editor-stage");
  await drag(page, stage, [0.5, 0.5], [0.6, 0.6]);
  const hidden = page.getByTestId("hidden-part");
  const before = await sides(hidden);

  await tool(page, "Crop");
  const frame = page.getByTestId("frame");
  expect(await sides(frame)).toEqual([0, 0, 800, 600]);
  await expect(page.getByTestId("outside")).toHaveAttribute("d", "");
  // A corner, a side, the whole frame.
  await pull(page, [2, 2], [202, 152]);
  nearly(await sides(frame), [200, 150, 600, 450]);
  await pull(page, [798, 375], [698, 375]);
  const smaller = await sides(frame);
  nearly(smaller, [200, 150, 500, 450]);
  await pull(page, [450, 200], [430, 190]);
  const moved = await sides(frame);
  nearly(moved, [180, 140, 500, 450]);
  const { 0: x, 1: y, 2: width } = moved;
  const cut = new RegExp(`^M0 0H800V600H0zM${x} ${y}h${width}`);
  await expect(page.getByTestId("outside")).toHaveAttribute("d", cut);
  expect(await sides(hidden)).toEqual(before);

  await page.keyboard.press("Control+z");
  expect(await sides(frame)).toEqual(smaller);
  await page.keyboard.press("Control+y");
  expect(await sides(frame)).toEqual(moved);

  // By keyboard: the tool's key gives it the focus.
  await page.keyboard.press("c");
  await expect(frame).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowUp");
  const last = [x! + 6, y!, width!, moved[3]! - 6] as const;
  expect(await sides(frame)).toEqual(last);
  await page.keyboard.press("Delete");
  expect(await sides(frame)).toEqual([0, 0, 800, 600]);
  await page.keyboard.press("Control+z");

  await apply(page);
  const look = await lab.look(await sentBy(page), [
    [(450 - last[0]) / last[2], (330 - last[1]) / last[3]],
    [0.95, 0.95],
  ]);
  expect([look.width, look.height]).toEqual([last[2], last[3]]);
  expect(far(look.colours[0]!, black)).toBeLessThan(30);
  expect(far(look.colours[1]!, black)).toBeGreaterThan(30);
});

test("item 3: an arrow is drawn, moved, pulled at its tip and taken away by pointer, and burnt in", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("Look there"));
  await editPlain(page, lab, 800, 600);
  await tool(page, "Draw an arrow");
  await drag(page, page.getByTestId("editor-stage"), [0.25, 0.5], [0.5, 0.5]);
  const arrow = page.getByTestId("arrow");
  await expect(arrow).toHaveCount(1);
  await expect(arrow).toBeFocused();
  const drawn = await arrow.getAttribute("points");
  // Its middle moves it, its tip turns it.
  await pull(page, [300, 300], [300, 200]);
  expect(await arrow.getAttribute("points")).not.toBe(drawn);
  await pull(page, [400, 200], [600, 400]);
  await expect(page.getByTestId("handle")).toHaveCount(2);
  await page.keyboard.press("Delete");
  await expect(arrow).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(arrow).toHaveCount(1);
  await apply(page);
  await expect(page.getByTestId("tile")).not.toContainText("blacked out");
  const look = await lab.look(await sentBy(page), [
    [400 / 800, 300 / 600],
    [580 / 800, 390 / 600],
    [300 / 800, 300 / 600],
  ]);
  expect(far(look.colours[0]!, ink)).toBeLessThan(40);
  expect(far(look.colours[1]!, ink)).toBeLessThan(40);
  expect(far(look.colours[2]!, ink)).toBeGreaterThan(40);
});

test("item 3: arrow and label by keyboard alone", async ({ desk, lab, page }) => {
  await startChat(page, desk, words("Keys for marks"));
  await editPlain(page, lab, 800, 600);
  await page.keyboard.press("a");
  const arrow = page.getByTestId("arrow");
  await expect(arrow).toBeFocused();
  const drawn = await arrow.getAttribute("points");
  await page.keyboard.press("Shift+ArrowDown");
  const pulled = await arrow.getAttribute("points");
  expect(pulled).not.toBe(drawn);
  await page.keyboard.press("ArrowLeft");
  expect(await arrow.getAttribute("points")).not.toBe(pulled);

  await page.keyboard.press("t");
  const field = page.getByTestId("editor-text");
  await expect(field).toBeFocused();
  // Letters that are commands elsewhere are letters here.
  await page.keyboard.type("crab +1");
  const label = page.getByTestId("label");
  await expect(label).toContainText("crab +1");
  await expect(arrow).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(label).toBeFocused();
  await expect(label).toHaveAccessibleName(/Label “crab \+1”/);
  const box = label.locator("rect");
  const [x, , width] = await sides(box);
  await page.keyboard.press("ArrowRight");
  expect((await sides(box))[0]!).toBeGreaterThan(x!);
  await page.keyboard.press("Shift+ArrowRight");
  expect((await sides(box))[2]!).toBeGreaterThan(width!);
  await page.keyboard.press("Enter");
  await expect(field).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(label).toBeFocused();
  // All that was typed is one step.
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(label).toContainText("crab +1");
  await page.keyboard.press("Control+z");
  await expect(label).toHaveCount(0);
  await page.keyboard.press("Control+y");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("editor")).toHaveCount(0);
});

test("item 3: labels in Italian and Chinese arrive as pixels where they were put", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("Two scripts"));
  await editPlain(page, lab, 800, 600);
  await tool(page, "Write a label");
  const field = page.getByTestId("editor-text");
  const places: number[][] = [];
  for (const [text, at] of [
    ["È rotto così: perché?", [400, 150]],
    ["这里坏了", [400, 450]],
  ] as const) {
    const spot = await onScreen(page, at);
    await page.mouse.click(spot.x, spot.y);
    await expect(field).toBeFocused();
    await page.keyboard.insertText(text);
    const label = page.getByTestId("label").filter({ hasText: text });
    await expect(label).toHaveCount(1);
    places.push(await sides(label.locator("rect")));
    await page.keyboard.press("Enter");
  }
  // One that says nothing is no label.
  const spot = await onScreen(page, [100, 300]);
  await page.mouse.click(spot.x, spot.y);
  await expect(page.getByTestId("label")).toHaveCount(3);
  await apply(page);
  const sent = await sentBy(page);
  for (const [x, y, width, height] of places as [number, number, number, number][]) {
    const spots = Array.from({ length: 1200 }, (_, index): [number, number] => [
      (x + ((index % 60) / 60) * width) / 800,
      (y + (Math.floor(index / 60) / 20) * height) / 600,
    ]);
    const { colours } = await lab.look(sent, spots);
    // Strokes of a pixel keep half of their colour in a JPEG; nothing else here is near red.
    const red = colours.filter(([r, g, b]) => r! - Math.max(g!, b!) > 50).length;
    const white = colours.filter((colour) => far(colour, [255, 255, 255]) < 50).length;
    expect(red, `${x}, ${y}`).toBeGreaterThan(80);
    expect(white, `${x}, ${y}`).toBeGreaterThan(40);
  }
  // And nothing of them elsewhere.
  const { colours } = await lab.look(sent, [
    [100 / 800, 300 / 600],
    [0.5, 0.5],
  ]);
  for (const colour of colours) expect(far(colour, ink)).toBeGreaterThan(50);
});

test("item 3: marks turn with the picture, and what is hidden stays hidden under them", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("Turned"));
  await editPlain(page, lab, 800, 600);
  const stage = page.getByTestId("editor-stage");
  await drag(page, stage, [0.4, 0.4], [0.6, 0.6]);
  await tool(page, "Draw an arrow");
  await drag(page, stage, [0.1, 0.5], [0.9, 0.45]);
  await tool(page, "Turn clockwise");
  await expect(stage).toHaveAttribute("viewBox", "0 0 600 800");
  await apply(page);
  await expect(page.getByTestId("tile")).toContainText("partly blacked out");
  const sent = await sentBy(page);
  // A place of the picture as it was is there now.
  const at = (x: number, y: number): [number, number] => [1 - y, x];
  const look = await lab.look(sent, [at(0.5, 0.475), at(0.25, 0.4906), at(0.5, 0.5)]);
  expect([look.width, look.height]).toEqual([600, 800]);
  expect(far(look.colours[0]!, black), "hidden, with an arrow over it").toBeLessThan(30);
  expect(far(look.colours[1]!, ink)).toBeLessThan(40);
  expect(far(look.colours[2]!, black)).toBeLessThan(30);
});

test("item 3: a tap on nothing with the pointer leaves no slip behind", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("A slip"));
  await editPlain(page, lab, 800, 600);
  const spot = await onScreen(page, [300, 300]);
  await page.mouse.click(spot.x, spot.y);
  await tool(page, "Write a label");
  await page.mouse.click(spot.x, spot.y);
  await expect(page.getByTestId("label")).toHaveCount(1);
  await tool(page, "Black out a part");
  const other = await onScreen(page, [600, 500]);
  await page.mouse.click(other.x, other.y);
  await expect(page.getByTestId("label")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("editor")).toHaveCount(0);
  await edit(page);
  await expect(page.getByTestId("hidden-part")).toHaveCount(0);
  await page.keyboard.press("Escape");
  expect(messageWith(page, "A slip")).toBeTruthy();
});
