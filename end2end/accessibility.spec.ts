// axe finds nothing serious on any page, in light and in dark, and everything is reached by keyboard.
import AxeBuilder from "@axe-core/playwright";
import {
  attach,
  composer,
  filesReady,
  launcher,
  messageWith,
  openChat,
  openInbox,
  openTicket,
  ready,
  say,
  send,
  startChat,
  widgetKey,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { png } from "./support/pictures";
import type { Page } from "@playwright/test";

for (const colorScheme of ["light", "dark"] as const) {
  test(`item 9: nothing serious in the inbox, ${colorScheme}`, async ({
    desk,
    ownerSession,
    page,
    person,
  }) => {
    test.setTimeout(150_000);
    const agent = await person({ storageState: ownerSession, colorScheme });
    const text = words("Look at this");
    await startChat(page, desk, text);
    await attach(page, {
      name: "this.png",
      mimeType: "image/png",
      buffer: png(400, 300, [30, 110, 100]),
    });
    await filesReady(page, 1);
    const withPicture = words("With a picture");
    await composer(page).fill(withPicture);
    await send(page);

    await openInbox(agent, desk);
    await examine(agent, "the inbox");
    await openTicket(agent, withPicture);
    await examine(agent, "a ticket");
    await attach(agent, {
      name: "answer.png",
      mimeType: "image/png",
      buffer: png(200, 150, [110, 40, 30]),
    });
    await filesReady(agent, 1);
    await examine(agent, "a ticket with a file in the tray");
    await messageWith(agent, withPicture).getByTestId("picture").click();
    await expect(agent.getByTestId("gallery")).toBeVisible();
    await examine(agent, "the gallery");
    await agent.keyboard.press("Escape");
    await agent.goto(`${desk.url}/settings`);
    await examine(agent, "the settings");
    await agent.goto(`${desk.url}/settings/channels`);
    await examine(agent, "the inboxes");
    await agent.goto(`${desk.url}/settings/channels/new?channel=instagram`);
    await examine(agent, "an inbox to be added");
    await agent.goto(`${desk.url}/inbox?view=mine&status=snoozed`);
    await examine(agent, "an empty list");
  });

  test(`item 9: nothing serious at the door, in the shop and in the widget, ${colorScheme}`, async ({
    desk,
    person,
  }) => {
    test.setTimeout(120_000);
    const visitor = await person({ colorScheme });
    await visitor.goto(`${desk.url}/login`);
    await examine(visitor, "the sign-in page");
    await visitor.goto(desk.shopUrl);
    await expect(launcher(visitor)).toBeVisible();
    await examine(visitor, "the shop");
    const chat = await openChat(visitor, desk);
    await say(chat, words("Is anybody there"));
    await examine(visitor, "the shop with the open chat");
    await visitor.goto(`${desk.url}/widget/${widgetKey}`);
    await ready(visitor);
    await examine(visitor, "the widget's own page");
  });
}

test("item 9: a ticket is found, read and answered by keyboard alone", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("No mouse here");
  const answer = words("None here either");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  const row = agent.getByTestId("ticket-row").filter({ hasText: text });
  await tabTo(agent, () => row.evaluate((element) => element === document.activeElement));
  await expect(row).toHaveCSS("outline-style", "solid");
  await agent.keyboard.press("Enter");
  await expect(messageWith(agent, text)).toBeVisible();
  await tabTo(agent, () =>
    composer(agent).evaluate((element) => element === document.activeElement),
  );
  await agent.keyboard.type(answer);
  await tabTo(agent, () =>
    agent.evaluate(() => document.activeElement?.textContent?.trim() === "Send"),
  );
  await agent.keyboard.press("Enter");
  await expect(messageWith(page, answer)).toBeVisible();
});

async function examine(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        (node) =>
          `${id}: ${help}: ${node.target.join(" ")}\n  ${node.html.slice(0, 200)}\n  ${node.failureSummary ?? ""}`,
      ),
    );
  expect.soft(bad.join("\n"), where).toBe("");
}

async function tabTo(page: Page, there: () => Promise<boolean>): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    if (await there()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("not reached by 150 presses of Tab");
}
