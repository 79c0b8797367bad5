// The large view under fingers: swiped, pinched, pressed twice; in the inbox and in the widget.
import { openInbox, openTicket } from "./support/actions";
import { expect, test } from "./support/fixtures";
import { boxOf, look, sendPhotos, type View } from "./support/gallery";
import type { Page } from "@playwright/test";

type Point = { x: number; y: number };

test("item 7: swiped from picture to picture on a phone", async ({ agent, desk, lab, page }) => {
  const text = await sendPhotos(page, desk, lab, [
    [610, 800],
    [620, 800],
    [630, 800],
  ]);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  for (const who of [agent, page]) {
    const view = await look(who, text);
    const { large, place } = view;
    const hand = await Hand.on(who);
    const middle = await middleOf(view);
    await hand.pull(middle, { x: middle.x - 150, y: middle.y + 10 });
    await expect(large).toHaveJSProperty("naturalWidth", 620);
    await hand.pull(middle, { x: middle.x - 150, y: middle.y + 10 });
    await expect(large).toHaveJSProperty("naturalWidth", 630);
    await expect(place).toHaveText("3 / 3");
    // There is none after it; a short pull and one downwards mean nothing.
    await hand.pull(middle, { x: middle.x - 150, y: middle.y });
    await hand.pull(middle, { x: middle.x + 30, y: middle.y });
    await hand.pull(middle, { x: middle.x + 70, y: middle.y + 120 });
    await expect(place).toHaveText("3 / 3");
    await hand.pull(middle, { x: middle.x + 150, y: middle.y });
    await expect(large).toHaveJSProperty("naturalWidth", 620);
    await view.gallery.getByRole("button", { name: "Close" }).tap();
    await expect(view.gallery).toBeHidden();
  }
});

test("item 7: pinched and pressed twice on a phone, and pulled when it is large", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const text = await sendPhotos(page, desk, lab, [
    [1600, 1200],
    [800, 600],
  ]);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  for (const who of [agent, page]) {
    const view = await look(who, text);
    const hand = await Hand.on(who);
    const middle = await middleOf(view);
    await expect(view.large).toHaveAttribute("data-ready", "true");
    const whole = await boxOf(view);

    await hand.pinch(middle, 40, 120);
    await expect.poll(async () => (await boxOf(view)).width / whole.width).toBeCloseTo(3, 1);
    const before = await boxOf(view);
    await hand.pull(middle, { x: middle.x - 60, y: middle.y });
    await expect.poll(async () => (await boxOf(view)).x - before.x).toBeCloseTo(-60, 0);
    // It was pulled, not swiped.
    await expect(view.place).toHaveText("1 / 2");
    await hand.pinch(middle, 120, 20);
    await expect.poll(() => boxOf(view)).toEqual(whole);

    await hand.press(middle);
    await hand.press(middle);
    // A pixel for a pixel, on a screen with two in each direction.
    await expect(view.gallery.getByTestId("gallery-zoom")).toHaveText("100 %");
    await expect.poll(async () => (await boxOf(view)).width).toBeCloseTo(800, 0);
    await hand.press(middle);
    await hand.press(middle);
    await expect.poll(() => boxOf(view)).toEqual(whole);
    await view.gallery.getByRole("button", { name: "Close" }).tap();
    await expect(view.gallery).toBeHidden();
  }
});

test("item 7: the large view fits a phone, with room for thumbs", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const text = await sendPhotos(page, desk, lab, [
    [800, 600],
    [810, 600],
  ]);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  for (const who of [agent, page]) {
    const { gallery } = await look(who, text);
    const screen = who.viewportSize()!;
    const controls = gallery.locator("header, footer, button:visible, a:visible");
    for (const control of await controls.all()) {
      const box = (await control.boundingBox())!;
      const name = await control.evaluate((it) => it.getAttribute("aria-label") ?? it.className);
      expect.soft(box.x, name).toBeGreaterThanOrEqual(0);
      expect.soft(box.x + box.width, name).toBeLessThanOrEqual(screen.width);
      const touched = await control.evaluate((it) => /^(BUTTON|A)$/.test(it.tagName));
      if (touched) {
        expect.soft(Math.min(box.width, box.height), name).toBeGreaterThanOrEqual(44);
      }
    }
    await gallery.getByRole("button", { name: "Close" }).tap();
    await expect(gallery).toBeHidden();
  }
});

async function middleOf({ field }: View): Promise<Point> {
  const { x, y, width, height } = (await field.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

/** Fingers, as the browser gets them from a screen. */
class Hand {
  private constructor(
    private readonly send: (type: string, points: Point[], ago?: number) => Promise<void>,
  ) {}

  static async on(page: Page): Promise<Hand> {
    const session = await page.context().newCDPSession(page);
    return new Hand(async (type, points, ago = 0) => {
      await session.send("Input.dispatchTouchEvent", {
        type: type as "touchStart",
        touchPoints: points.map((point, id) => ({ ...point, id })),
        timestamp: Date.now() / 1000 - ago,
      });
    });
  }

  async press(at: Point): Promise<void> {
    await this.send("touchStart", [at]);
    await this.send("touchEnd", []);
  }

  async pull(from: Point, to: Point): Promise<void> {
    // Slowly, and held at its end: after a fling a browser keeps the next tap for itself.
    await this.send("touchStart", [from], 2);
    for (const [step, part] of [0.25, 0.5, 0.75, 1, 1, 1].entries()) {
      const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
      await this.send("touchMove", [at], 1.7 - step * 0.3);
    }
    await this.send("touchEnd", []);
  }

  /** Two fingers, so far apart from the middle and then so far. */
  async pinch({ x, y }: Point, from: number, to: number): Promise<void> {
    const fingers = (apart: number) => [
      { x: x - apart, y },
      { x: x + apart, y },
    ];
    await this.send("touchStart", fingers(from));
    for (const part of [0.25, 0.5, 0.75, 1]) {
      await this.send("touchMove", fingers(from + (to - from) * part));
    }
    await this.send("touchEnd", []);
  }
}
