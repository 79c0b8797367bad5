// What one does in the editor, in a hand's words.
import { expect } from "@playwright/test";
import { attach, bytesOf } from "./actions";
import { addressOf } from "./gallery";
import type { Lab } from "./lab";
import type { Locator, Page } from "@playwright/test";

/** A place in a picture, in parts of its sides. */
export type Spot = readonly [number, number];

export const black = [0, 0, 0] as const;
/** The colour of arrows and labels. */
export const ink = [0xd8, 0x1e, 0x2c] as const;

/** Opens the editor of the only tile. */
export async function edit(page: Page): Promise<void> {
  await page.getByTestId("edit-picture").click();
  await expect(page.getByTestId("editor")).toBeVisible();
}

/** Draws from one place of the picture to another, in parts of its sides. */
export async function drag(
  page: Page,
  stage: Locator,
  from: Spot,
  to: Spot,
): Promise<void> {
  const picture = (await stage.locator("image").boundingBox())!;
  const at = ([x, y]: Spot) =>
    [picture.x + picture.width * x + 1, picture.y + picture.height * y + 1] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 4 });
  await page.mouse.up();
}

/** The file behind a message's picture, as a click opens it. */
export async function originalOf(page: Page, message: Locator): Promise<Buffer> {
  await message.getByTestId("picture").click();
  const bytes = await bytesOf(page, await addressOf(page));
  await page.keyboard.press("Escape");
  return bytes;
}

/** How far two colours are apart, from 0 to 255. */
export function far(colour: readonly number[], other: readonly number[]): number {
  return Math.max(...other.map((value, at) => Math.abs(colour[at]! - value)));
}

/** Picks a picture of one size with three coloured corners, and opens the editor with it. */
export async function editPlain(
  page: Page,
  lab: Lab,
  width: number,
  height: number,
  name = "plain.png",
): Promise<void> {
  const type = "image/png";
  await attach(page, lab.file(name, await lab.draw({ width, height, type })));
  await edit(page);
}

/** The editor's tool of that name, taken in hand. */
export async function tool(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

/** Leaves with what was done, and waits until the tile has it. */
export async function apply(page: Page, name = "Apply"): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await expect(page.getByTestId("editor")).toHaveCount(0);
  for (const tile of await page.getByTestId("tile").all()) {
    await expect(tile).toHaveAttribute("data-state", "ready", { timeout: 60_000 });
  }
}

/** Where a place of the picture is on the screen now, however it is looked at. */
export async function onScreen(page: Page, [x, y]: Spot): Promise<{ x: number; y: number }> {
  return page.getByTestId("editor-stage").evaluate(
    (stage, [x, y]) => {
      const drawing = stage as unknown as SVGSVGElement;
      const matrix = drawing.getScreenCTM()!;
      const point = new DOMPoint(x, y).matrixTransform(matrix);
      return { x: point.x, y: point.y };
    },
    [x, y] as const,
  );
}

/** The numbers of some attributes. */
export async function sides(shape: Locator): Promise<number[]> {
  return shape.evaluate((element) =>
    ["x", "y", "width", "height"].map((name) => Number(element.getAttribute(name))),
  );
}

/** Bytes that a text like "3.9 MB → 548 KB" ends with. */
export function bytesAtEnd(text: string): number {
  const found = /([\d.,]+)\s*(B|KB|MB)\s*$/.exec(text.trim());
  expect(found, text).not.toBeNull();
  const unit = { B: 1, KB: 1000, MB: 1_000_000 }[found![2] as "B"]!;
  return Number(found![1]!.replace(",", ".")) * unit;
}
