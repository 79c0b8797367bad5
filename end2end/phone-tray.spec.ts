// The tray on a phone: its camera, a finger that puts files in order, and room for all.
import {
  attach,
  composer,
  filesReady,
  openInbox,
  openTicket,
  startChat,
  tiles,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { png } from "./support/pictures";
import type { Page } from "@playwright/test";

test("item 4: a phone's camera has a button of its own, for agent and customer", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  await chat(agent, desk, page);
  for (const scope of [agent, page]) {
    const camera = scope.getByTestId("camera-input");
    await expect(camera).toHaveAttribute("capture", "environment");
    await expect(camera).toHaveAttribute("accept", /^image\/\*/);
    const label = scope.locator("label.camera");
    await expect(label).toBeVisible();
    const box = (await label.boundingBox())!;
    expect(Math.round(Math.min(box.width, box.height))).toBeGreaterThanOrEqual(44);
    await camera.setInputFiles(lab.file("shot.png", png(300, 200, [90, 120, 40])));
    await filesReady(scope, 1);
  }
});

test("item 4: a finger puts tiles in order", async ({ agent, desk, page }) => {
  await chat(agent, desk, page);
  await attach(agent, file("a.png", 200), file("b.png", 210));
  await filesReady(agent, 2);
  const touch = await agent.context().newCDPSession(agent);
  const from = (await tiles(agent).nth(1).getByTestId("grip").boundingBox())!;
  const to = (await tiles(agent).nth(0).boundingBox())!;
  const finger = (x: number, y: number) => [{ x: Math.round(x), y: Math.round(y) }];
  const begin = finger(from.x + from.width / 2, from.y + from.height / 2);
  const half = finger(begin[0]!.x, begin[0]!.y - 30);
  const end = finger(to.x + to.width / 2, to.y + to.height / 2);
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: begin });
  for (const touchPoints of [half, end, end]) {
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints });
  }
  await expect(tiles(agent).nth(0)).toHaveAttribute("data-target", "before");
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(tiles(agent).locator(".tile-name")).toHaveText(["b.png", "a.png"]);
});

test("item 4: many tiles leave a phone's composer where it is", async ({ agent, desk, page }) => {
  await chat(agent, desk, page);
  await attach(agent, ...Array.from({ length: 8 }, (_, n) => file(`n${n}.png`, 200 + n)));
  await filesReady(agent, 8);
  await expect(composer(agent)).toBeInViewport({ ratio: 1 });
  await expect(agent.getByTestId("composer").locator("button.primary")).toBeInViewport({
    ratio: 1,
  });
  for (const tile of [tiles(agent).first()]) {
    for (const control of await tile.locator("button:visible").all()) {
      const box = (await control.boundingBox())!;
      expect.soft(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(40);
    }
  }
  const wide = await agent.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});

async function chat(agent: Page, desk: { url: string }, page: Page): Promise<void> {
  const question = words("From my phone");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
}

function file(name: string, width: number) {
  return { name, mimeType: "image/png", buffer: png(width, 150, [width % 250, 90, 160]) };
}
