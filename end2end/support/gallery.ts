// A conversation with pictures, and the large view of it, in the words of who looks.
import { expect, type Locator, type Page } from "@playwright/test";
import { attach, composer, filesReady, messageWith, type Place, send, startChat, words } from "./actions";
import type { Lab } from "./lab";

/** Parts of the large view. */
export interface View {
  /** All of it. */
  gallery: Locator;
  /** The file that is looked at. */
  large: Locator;
  /** What is pulled, pinched and pressed. */
  field: Locator;
  /** "2 / 3" */
  place: Locator;
}

export function viewOf(page: Page): View {
  return {
    gallery: page.getByTestId("gallery"),
    large: page.getByTestId("gallery-image"),
    field: page.getByTestId("gallery-field"),
    place: page.getByTestId("gallery-place"),
  };
}

/** A visitor begins a conversation with so many photos in one message; answers with its words. */
export async function sendPhotos(
  page: Page,
  desk: Place,
  lab: Lab,
  sizes: readonly (readonly [number, number])[],
): Promise<string> {
  await startChat(page, desk, words("I send pictures"));
  return answerWithPhotos(page, lab, sizes);
}

/** Whoever has a conversation open sends so many photos; answers with the message's words. */
export async function answerWithPhotos(
  page: Page,
  lab: Lab,
  sizes: readonly (readonly [number, number])[],
): Promise<string> {
  const text = words("Look at these");
  for (const [index, [width, height]] of sizes.entries()) {
    const buffer = await lab.draw({ width, height, type: "image/jpeg" });
    await attach(page, { name: `photo-${index + 1}.jpg`, mimeType: "image/jpeg", buffer });
  }
  await filesReady(page, sizes.length);
  await composer(page).fill(text);
  await send(page);
  await expect(messageWith(page, text).getByTestId("picture")).toHaveCount(Math.min(4, sizes.length));
  return text;
}

/** Opens the large view at one of a message's pictures and waits until it is sharp. */
export async function look(page: Page, text: string, which = 0): Promise<View> {
  await messageWith(page, text).getByTestId("picture").nth(which).click();
  const view = viewOf(page);
  await expect(view.large).toHaveAttribute("data-ready", "true");
  return view;
}

/** Where the picture is on the screen, turned as it is shown. */
export async function boxOf(view: View): Promise<{ x: number; y: number; width: number; height: number }> {
  return (await view.large.boundingBox())!;
}

/** Where the file itself is, which may be more than what is looked at. */
export async function addressOf(page: Page): Promise<string> {
  const link = page.getByTestId("gallery").getByRole("link", { name: "Download", exact: true });
  return (await link.getAttribute("href"))!;
}

/** A picture in the thread has its thumbnail, and is that wide when it is looked at. */
export async function isShown(page: Page, picture: Locator, width: number): Promise<void> {
  await expect(picture.locator("img:not(.soft)")).not.toHaveJSProperty("naturalWidth", 0);
  await picture.click();
  const view = viewOf(page);
  await expect(view.large).toHaveJSProperty("naturalWidth", width);
  // Its previews come while it is looked at; what is loaded stays loaded.
  await expect(view.large).toHaveAttribute("data-ready", "true");
  await page.keyboard.press("Escape");
  await expect(view.gallery).toBeHidden();
}
