// The pictures of the README, on a desk where nothing but the demo happened. With SCREENSHOTS=keep
// they land in docs, under names that stay; otherwise only in this run's results, so that a test
// run changes no file.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  agents,
  attach,
  bytesOf,
  composer,
  filesReady,
  openChat,
  openInbox,
  rowWith,
  send,
  signIn,
} from "./support/actions";
import { checkout, Desk } from "./support/desk";
import { expect, test as base } from "./support/fixtures";
import type { Page } from "@playwright/test";

// The fixture's own server has seen other journeys: here each worker starts one that has not.
const test = base.extend<{ shown: Desk }>({
  shown: async ({ watch }, use) => {
    const desk = await Desk.open();
    watch.allow(desk.url, desk.shopUrl);
    await use(desk);
    await desk.close();
  },
});

/** A ticket of the demo that is full of pictures, by its customer. */
const customer = "Lena Gruber";

test("items 1 and 9: inbox and chat as the README shows them", async ({
  shown: desk,
  lab,
  person,
}) => {
  test.setTimeout(300_000);
  const first = await person();
  await signIn(first, desk, agents.owner);
  await openTicketOf(first, customer);
  const motif = await pictureOf(first);
  const storageState = await first.context().storageState();

  await test.step("the inbox in light, dark and German", async () => {
    for (const [name, options] of [
      ["inbox-light", {}],
      ["inbox-dark", { colorScheme: "dark" as const }],
      ["inbox-german", { locale: "de-DE" }],
    ] as const) {
      const agent = await person({ storageState, ...options });
      await openInbox(agent, desk);
      await openTicketOf(agent, customer);
      await attach(agent, await lab.phonePhoto(motif));
      await filesReady(agent, 1);
      await keep(agent, name);
      if (name === "inbox-light") {
        await agent.getByTestId("picture").first().click();
        await expect(agent.getByTestId("gallery-image")).toHaveJSProperty("complete", true);
        await keep(agent, "gallery");
      }
    }
  });

  await test.step("the inbox and the chat on a phone", async () => {
    const phone = {
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
    };
    const agent = await person({ storageState, ...phone });
    await openInbox(agent, desk);
    await keep(agent, "phone-list");
    await openTicketOf(agent, customer);
    await keep(agent, "phone");

    const visitor = await person(phone);
    const chat = await openChat(visitor, desk);
    await expect(chat.getByTestId("greeting")).toBeVisible();
    await keep(visitor, "phone-widget");
  });

  await test.step("the chat on the shop's page", async () => {
    const visitor = await person();
    const chat = await openChat(visitor, desk);
    await attach(chat, { name: "mug.jpg", mimeType: "image/jpeg", buffer: motif });
    await filesReady(chat, 1);
    await composer(chat).fill("My mug arrived like this. Can you send another one?");
    await send(chat);
    const sent = chat.getByTestId("picture").locator("img:not(.soft)");
    await expect(sent).toHaveJSProperty("complete", true);
    await keep(visitor, "widget");
  });
});

/** Opens the ticket of a customer and waits for its last picture. */
async function openTicketOf(page: Page, name: string): Promise<void> {
  await rowWith(page, name).click();
  const picture = page.getByTestId("picture").locator("img:not(.soft)").last();
  await expect(picture).toBeVisible();
  await expect(picture).toHaveJSProperty("complete", true);
}

/** The file behind the first picture of the open ticket. */
async function pictureOf(page: Page): Promise<Buffer> {
  const address = await page.getByTestId("picture").first().getAttribute("href");
  return bytesOf(page, address!);
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
