// The large view: by mouse and by keyboard, through all pictures of a conversation.
import { readFileSync } from "node:fs";
import {
  attach,
  composer,
  filesReady,
  messageWith,
  openInbox,
  openTicket,
  send,
  startChat,
  words,
} from "./support/actions";
import { kindOf } from "./support/bytes";
import { expect, test } from "./support/fixtures";
import type { Locator, Page } from "@playwright/test";

test("item 5: gallery with next and previous, zoom, download, and focus back where it was", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const text = words("Three angles");
  await startChat(page, desk, words("I send three pictures"));
  const names = ["front.jpg", "side.jpg", "back.jpg"];
  for (const [index, name] of names.entries()) {
    const buffer = await lab.draw({ width: 640 + index * 10, height: 480, type: "image/jpeg" });
    await attach(page, { name, mimeType: "image/jpeg", buffer });
  }
  await filesReady(page, 3);
  await composer(page).fill(text);
  await send(page);

  await openInbox(agent, desk);
  await openTicket(agent, text);
  const pictures = messageWith(agent, text).getByTestId("picture");
  await expect(pictures).toHaveCount(3);
  const gallery = agent.getByTestId("gallery");
  const large = agent.getByTestId("gallery-image");

  await test.step("by mouse", async () => {
    await pictures.nth(1).click();
    await expect(gallery).toBeVisible();
    await expect(large).toHaveJSProperty("naturalWidth", 650);
    await gallery.getByRole("button", { name: "Next" }).click();
    await expect(large).toHaveJSProperty("naturalWidth", 660);
    await gallery.getByRole("button", { name: "Previous" }).click();
    await gallery.getByRole("button", { name: "Previous" }).click();
    await expect(large).toHaveJSProperty("naturalWidth", 640);

    const before = await widthOf(large);
    await gallery.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(() => widthOf(large)).toBeGreaterThan(before);
    await gallery.getByRole("button", { name: "Zoom out" }).click();
    await expect.poll(() => widthOf(large)).toBeCloseTo(before, 0);

    const download = agent.waitForEvent("download");
    await gallery.getByRole("link", { name: "Download" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("front.jpg");
    expect(kindOf(readFileSync(await file.path()))).toBe("jpeg");

    await gallery.getByRole("button", { name: "Close" }).click();
    await expect(gallery).toBeHidden();
    await expect(pictures.nth(1)).toBeFocused();
  });

  await test.step("by keyboard", async () => {
    await pictures.nth(0).focus();
    await agent.keyboard.press("Enter");
    await expect(gallery).toBeVisible();
    await expectFocusInside(agent);
    await agent.keyboard.press("ArrowRight");
    await expect(large).toHaveJSProperty("naturalWidth", 650);
    await agent.keyboard.press("ArrowLeft");
    await expect(large).toHaveJSProperty("naturalWidth", 640);
    for (let presses = 0; presses < 8; presses += 1) {
      await agent.keyboard.press("Tab");
      await expectFocusInside(agent);
    }
    await agent.keyboard.press("Escape");
    await expect(gallery).toBeHidden();
    await expect(pictures.nth(0)).toBeFocused();
  });
});

test("item 5: the widget has the same large view", async ({ desk, lab, page }) => {
  const text = words("Look closely");
  await startChat(page, desk, words("One picture"));
  await attach(page, {
    name: "close.jpg",
    mimeType: "image/jpeg",
    buffer: await lab.draw({ width: 700, height: 500, type: "image/jpeg" }),
  });
  await filesReady(page, 1);
  await composer(page).fill(text);
  await send(page);
  const picture = messageWith(page, text).getByTestId("picture");
  await picture.click();
  await expect(page.getByTestId("gallery-image")).toHaveJSProperty("naturalWidth", 700);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("gallery")).toBeHidden();
  await expect(picture).toBeFocused();
});

async function widthOf(image: Locator): Promise<number> {
  return (await image.boundingBox())!.width;
}

async function expectFocusInside(page: Page): Promise<void> {
  const inside = () =>
    page.evaluate(() => {
      // The browser's own frame (the address bar) may have its turn: then nothing in the page has it.
      const focused = document.activeElement;
      return focused === document.body || !!focused?.closest("[data-testid=gallery]");
    });
  await expect.poll(inside).toBe(true);
}
