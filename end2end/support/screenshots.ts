// Screenshots as people send them: pages rendered by the browser, with the places of what is marked
// in them by `data-p`.
import type { Browser } from "@playwright/test";

/** A place in pixels of a picture: left, top, width, height. */
export type Box = readonly [number, number, number, number];

/** Something that is marked in a page. */
export interface Mark {
  /** What `data-p` says. */
  kind: string;
  text: string;
  /** One a line that it runs over. */
  boxes: Box[];
}

/** A picture of a page. */
export interface Screenshot {
  /** A PNG, unless a JPEG was asked for. */
  bytes: Buffer;
  width: number;
  height: number;
  marks: Mark[];
}

/** Takes a picture of a page; `jpeg` is the quality of one. */
export async function screenshot(
  browser: Browser,
  page: { html: string; width: number; height: number; scale?: number; jpeg?: number },
): Promise<Screenshot> {
  const scale = page.scale ?? 1;
  const context = await browser.newContext({
    viewport: { width: page.width, height: page.height },
    deviceScaleFactor: scale,
  });
  try {
    const tab = await context.newPage();
    await tab.setContent(page.html);
    const marks = await tab.evaluate(
      (scale) =>
        Array.from(document.querySelectorAll("[data-p]"), (element) => ({
          kind: element.getAttribute("data-p") ?? "",
          text: element.textContent ?? "",
          boxes: Array.from(
            element.getClientRects(),
            ({ left, top, width, height }) =>
              [left * scale, top * scale, width * scale, height * scale] as const,
          ),
        })),
      scale,
    );
    const bytes = await tab.screenshot(page.jpeg ? { type: "jpeg", quality: page.jpeg } : {});
    const whole = (side: number) => Math.round(side * scale);
    return { bytes, width: whole(page.width), height: whole(page.height), marks };
  } finally {
    await context.close();
  }
}

/** The middle of a line, where its letters are: what a box must hide. */
export function letters([left, top, width, height]: Box): Box {
  return [left + 1, top + height / 4, width - 2, height / 2];
}

/** Which share of a place lies under boxes. */
export function covered(place: Box, boxes: readonly Box[]): number {
  const [left, top, width, height] = place;
  const [columns, rows] = [60, 5];
  let under = 0;
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) {
      const x = left + (width * (column + 0.5)) / columns;
      const y = top + (height * (row + 0.5)) / rows;
      const within = ([a, b, w, h]: Box) => x >= a && x <= a + w && y >= b && y <= b + h;
      if (boxes.some(within)) under += 1;
    }
  }
  return under / (columns * rows);
}
