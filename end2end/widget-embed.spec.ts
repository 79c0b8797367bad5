// The chat in somebody else's page: costs next to nothing before the click, and breaks nothing.
import {
  clickLauncher,
  composer,
  launcher,
  messageWith,
  openChat,
  openInbox,
  openTicket,
  say,
  startChat,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";

test("item 6: under the shop's strict policy only the loader is fetched before the click", async ({
  desk,
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(desk.url)) asked.push(new URL(request.url()).pathname);
  });
  const shop = await page.goto(desk.shopUrl, { waitUntil: "networkidle" });
  const policy = shop!.headers()["content-security-policy"]!;
  expect(policy).toContain("default-src");
  expect(policy).not.toContain("unsafe-inline");
  expect(new URL(desk.shopUrl).hostname).not.toBe(new URL(desk.url).hostname);
  await expect(launcher(page)).toBeVisible();
  await expect(page.locator("iframe")).toHaveCount(0);
  expect(asked).toEqual(["/widget.js"]);
  expect(
    await page.evaluate(() => Object.keys(window).filter((name) => /attache/i.test(name)).length),
  ).toBeLessThanOrEqual(1);

  const chat = await clickLauncher(page);
  await expect(chat.getByTestId("greeting")).toBeVisible();
});

test("item 6: included twice, it is there once", async ({ desk, page }) => {
  await page.goto(desk.shopUrl);
  await expect(launcher(page)).toHaveCount(1);
  await page.evaluate(
    (source) =>
      new Promise((loaded, failed) => {
        const script = document.createElement("script");
        script.src = source;
        script.dataset.inbox = "demo-webchat";
        script.onload = loaded;
        script.onerror = failed;
        document.head.append(script);
      }).then(() => undefined),
    `${desk.url}/widget.js?again`,
  );
  await expect(launcher(page)).toHaveCount(1);
  await clickLauncher(page);
  await expect(page.locator("iframe")).toHaveCount(1);
});

test("item 6: Escape closes the chat, and the keyboard is back at the button", async ({
  desk,
  page,
}) => {
  await page.goto(desk.shopUrl);
  await launcher(page).focus();
  await page.keyboard.press("Enter");
  const chat = page.frameLocator('iframe[title="Chat"]');
  const draft = words("Half a thought");
  await composer(chat).fill(draft);
  await page.keyboard.press("Escape");
  await expect(page.locator('iframe[title="Chat"]')).toBeHidden();
  await expect(launcher(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(composer(chat)).toHaveValue(draft);
});

test("item 6: an answer that comes while the chat is closed shows at the button", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("I wait outside");
  const answer = words("Come in");
  const chat = await openChat(page, desk);
  await say(chat, text);
  await composer(chat).press("Escape");
  await expect(page.locator('iframe[title="Chat"]')).toBeHidden();

  await openInbox(agent, desk);
  await openTicket(agent, text);
  await say(agent, answer);
  await expect(launcher(page)).toHaveAccessibleDescription("1 unread");
  // Not seen yet: the agent knows.
  await expect(messageWith(agent, answer)).not.toHaveAttribute("data-state", "read");

  const again = await clickLauncher(page);
  await expect(messageWith(again, answer)).toBeVisible();
  await composer(again).press("Escape");
  await expect(launcher(page)).not.toHaveAccessibleDescription(/\d/);
  await expect(messageWith(agent, answer)).toHaveAttribute("data-state", "read");
});

test("item 6: a visitor comes back and finds the conversation, another one does not", async ({
  desk,
  page,
  person,
}) => {
  const text = words("I was here");
  const chat = await openChat(page, desk);
  await say(chat, text);
  await page.goto("about:blank");
  const again = await openChat(page, desk);
  await expect(messageWith(again, text)).toHaveCount(1);

  const other = await person();
  const theirs = await openChat(other, desk);
  await expect(theirs.getByTestId("greeting")).toBeVisible();
  await expect(messageWith(theirs, text)).toHaveCount(0);
  expect(await page.context().cookies()).toEqual([]);
});

test("item 6: messages from a foreign window open and close nothing", async ({ desk, page }) => {
  await page.goto(desk.shopUrl);
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(() => {
    window.postMessage({ attache: 1, type: "unread", count: 7 }, "*");
    window.postMessage({ attache: 1, type: "size", width: 9, height: 9 }, "*");
  });
  const chat = await clickLauncher(page);
  await expect(composer(chat)).toBeVisible();
  await page.evaluate(() => window.postMessage({ attache: 1, type: "close" }, "*"));
  await expect(page.locator('iframe[title="Chat"]')).toBeVisible();
  await expect(launcher(page).or(page.locator('iframe[title="Chat"]')).first()).toBeVisible();
});

test("item 6: the chat without its script says so, and one can still reach it as a page", async ({
  desk,
  person,
}) => {
  const page = await person({ javaScriptEnabled: false });
  await page.goto(`${desk.url}/widget/demo-webchat`);
  await expect(page.getByTestId("greeting")).toBeVisible();
  await expect(page.locator("body")).toContainText(/needs JavaScript/);
});

test("item 6: an answer arrives live in the widget's own page", async ({ agent, desk, page }) => {
  const text = words("On the page itself");
  const answer = words("Here you are");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  await say(agent, answer);
  await expect(messageWith(page, answer)).toHaveAttribute("data-direction", "out");
});
