// On a phone: one column with a way back, and the chat over the whole screen.
import {
  attach,
  clickLauncher,
  filesReady,
  messageWith,
  openChat,
  openInbox,
  openTicket,
  ready,
  rowWith,
  say,
  startChat,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { png } from "./support/pictures";
import type { Page } from "@playwright/test";

test("item 9: the inbox is one column, with a way back", async ({ agent, desk, page }) => {
  const text = words("From the bus");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await fitsTheWidth(agent);
  await expect(rowWith(agent, text)).toBeVisible();

  await rowWith(agent, text).tap();
  await expect(agent.getByTestId("thread")).toBeVisible();
  await expect(agent.getByTestId("ticket-list")).toBeHidden();
  await fitsTheWidth(agent);
  await say(agent, words("Answered on the way"));

  await agent.getByRole("link", { name: /^back/i }).tap();
  await expect(agent.getByTestId("ticket-list")).toBeVisible();
  await expect(agent.getByTestId("thread")).toBeHidden();

  await rowWith(agent, "Answered on the way").first().tap();
  await expect(agent.getByTestId("thread")).toBeVisible();
  await agent.goBack();
  await expect(agent.getByTestId("ticket-list")).toBeVisible();
});

test("item 3: on a phone a ticket is assigned among its tools, and its title has the room", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("From the train");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const title = (await agent.locator(".thread-title").boundingBox())!;
  expect(title.width).toBeGreaterThanOrEqual(120);
  await agent.getByTestId("open-tools").tap();
  const part = agent.getByTestId("part");
  await part.getByRole("combobox", { name: "Assigned to" }).selectOption("Elena Conti");
  await part.getByRole("button", { name: "Assign", exact: true }).tap();
  await expect(messageWith(agent, "assigned this to Elena Conti")).toBeVisible();
});

test("item 9: what a thumb touches is large enough", async ({ agent, desk, page }) => {
  const text = words("Big thumbs");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const touched = agent.getByTestId("composer").locator("button, label.pick");
  for (const control of await touched.all()) {
    const box = (await control.boundingBox())!;
    const name = (await control.getAttribute("title")) ?? (await control.innerText());
    expect.soft(Math.min(box.width, box.height), name).toBeGreaterThanOrEqual(44);
  }
});

test("item 6: the chat fills the phone's screen, takes a picture, and can be closed", async ({
  desk,
  page,
}) => {
  const chat = await openChat(page, desk);
  const frame = page.locator('iframe[title="Chat"]');
  const box = (await frame.boundingBox())!;
  expect(box.width).toBeGreaterThanOrEqual(388);
  expect(box.height).toBeGreaterThanOrEqual(700);

  const text = words("With a thumb");
  await attach(chat, {
    name: "thumb.png",
    mimeType: "image/png",
    buffer: png(120, 90, [20, 90, 80]),
  });
  await filesReady(chat, 1);
  await say(chat, text);
  await expect(messageWith(chat, text).getByTestId("picture")).toBeVisible();

  await chat.getByRole("button", { name: /close/i }).first().tap();
  await expect(frame).toBeHidden();
  const again = await clickLauncher(page);
  await ready(again);
  await expect(messageWith(again, text)).toHaveCount(1);
});

async function fitsTheWidth(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, "pixels wider than the screen").toBeLessThanOrEqual(0);
}
