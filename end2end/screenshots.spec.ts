// The pictures of the README. With SCREENSHOTS=keep they land in docs, under names
// that stay; otherwise only in this run's results, so that a test run changes no file.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { attach, composer, filesReady, openChat, openInbox, send } from "./support/actions";
import { checkout } from "./support/desk";
import { expect, test } from "./support/fixtures";
import type { Page } from "@playwright/test";

test("items 1 and 9: the inbox in light, dark and German", async ({
  desk,
  lab,
  ownerSession,
  person,
}) => {
  test.setTimeout(180_000);
  const photo = await lab.phonePhoto();
  for (const [name, options] of [
    ["inbox-light", {}],
    ["inbox-dark", { colorScheme: "dark" as const }],
    ["inbox-german", { locale: "de-DE" }],
  ] as const) {
    const agent = await person({ storageState: ownerSession, ...options });
    await openInbox(agent, desk);
    await openPictureTicket(agent);
    await attach(agent, photo);
    await filesReady(agent, 1);
    await keep(agent, name);
    await agent.getByTestId("picture").first().click();
    await expect(agent.getByTestId("gallery-image")).toHaveJSProperty("complete", true);
    if (name === "inbox-light") await keep(agent, "gallery");
  }
});

test("items 1 and 9: the inbox and the chat on a phone", async ({ desk, ownerSession, person }) => {
  const size = {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  };
  const agent = await person({ storageState: ownerSession, ...size });
  await openInbox(agent, desk);
  await keep(agent, "phone-list");
  await openPictureTicket(agent);
  await keep(agent, "phone");

  const visitor = await person(size);
  const chat = await openChat(visitor, desk);
  await expect(chat.getByTestId("greeting")).toBeVisible();
  await keep(visitor, "phone-widget");
});

test("items 1 and 6: the chat on the shop's page", async ({ desk, lab, page }) => {
  const chat = await openChat(page, desk);
  await attach(chat, {
    name: "mug.jpg",
    mimeType: "image/jpeg",
    buffer: await lab.draw({ width: 800, height: 600, type: "image/jpeg" }),
  });
  await filesReady(chat, 1);
  await composer(chat).fill("My mug arrived like this. Can you send another one?");
  await send(chat);
  await expect(chat.getByTestId("picture").locator("img")).toHaveJSProperty("complete", true);
  await keep(page, "widget");
});

/** Opens the newest ticket of the demo whose last message has a picture. */
async function openPictureTicket(page: Page): Promise<void> {
  await page
    .getByTestId("ticket-row")
    .filter({ has: page.locator("img") })
    .first()
    .click();
  const picture = page.getByTestId("picture").locator("img").last();
  await expect(picture).toBeVisible();
  await expect(picture).toHaveJSProperty("complete", true);
}

async function keep(page: Page, name: string): Promise<void> {
  const kept = process.env.SCREENSHOTS === "keep";
  const folder = kept ? join(checkout, "docs") : test.info().outputDir;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({
    path: join(folder, `${name}.png`),
    animations: "disabled",
    caret: "hide",
  });
}
