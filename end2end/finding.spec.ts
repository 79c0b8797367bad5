// Finding tickets: search while one types, filters, views that are kept, in one browser and in two.
import type { Page } from "@playwright/test";
import {
  agents,
  attach,
  filesReady,
  openChat,
  openInbox,
  openTicket,
  rowWith,
  say,
  send,
  signIn,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { begun } from "./support/meet";
import { png } from "./support/pictures";

const search = (page: Page) => page.getByRole("searchbox", { name: "Search" });

/** Shows what a search finds once the desk knows the words of what was just written. */
async function finds(page: Page, typed: string, text: string): Promise<void> {
  await expect(async () => {
    await search(page).fill("");
    await search(page).pressSequentially(typed);
    await expect(rowWith(page, text).locator("mark").first()).toBeVisible({ timeout: 1500 });
  }).toPass();
}

test("item 2: results come while one types, with what was found marked, and lead to the ticket", async ({
  agent,
  desk,
  page,
}) => {
  const text = await begun(agent, page, desk, "The Ünique teapot leaks");
  await openInbox(agent, desk);
  const last = text.split(" ").at(-1)!;
  await finds(agent, `unique teapot ${last}`, last);
  const row = rowWith(agent, last);
  await expect(row.locator("mark")).toHaveText(["Ünique", "teapot", last]);
  await expect(agent.getByRole("heading", { name: "Search results" })).toBeVisible();
  await expect(agent.getByTestId("status-any")).toHaveAttribute("aria-current", "page");
  await row.click();
  await expect(agent).toHaveURL(/\/tickets\/\d+\?q=unique/);
  await expect(search(agent)).toHaveValue(`unique teapot ${last}`);
  // The whole word was one step: back leads to the results, and once more to the list.
  await agent.goBack();
  await expect(agent).toHaveURL(/\/inbox\?q=/);
  await agent.goBack();
  await expect(search(agent)).toHaveValue("");
  await expect(agent.getByTestId("view-all")).toHaveAttribute("aria-current", "page");
});

test("item 2: a file is found by its name, and what is in no message by nobody", async ({
  agent,
  desk,
  page,
}) => {
  const name = words("invoice").replaceAll(" ", "-");
  const chat = await openChat(page, desk);
  await say(chat, words("Here is a file"));
  await attach(chat, { name: `${name}.png`, mimeType: "image/png", buffer: png(60, 60, [9, 99, 9]) });
  await filesReady(chat, 1);
  await send(chat);
  await openInbox(agent, desk);
  await expect(async () => {
    await search(agent).fill(name);
    await expect(agent.getByTestId("ticket-row")).toHaveCount(1, { timeout: 1500 });
  }).toPass();
  await search(agent).fill(`${name} nowhere`);
  await expect(agent.getByText("Nothing found")).toBeVisible();
  await agent.getByTestId("status-closed").click();
  await expect(agent).toHaveURL(/status=closed/);
  await expect(agent.getByText("Nothing found")).toBeVisible();
});

test("item 1: a list is narrowed, kept as a view for all, and counted for a second agent as things arrive", async ({
  agent,
  desk,
  page,
  person,
}) => {
  const tag = words("returns");
  const view = words("To return");
  const text = await begun(agent, page, desk, "I send it back");
  await agent.getByTestId("open-tools").click();
  const part = agent.getByTestId("part");
  await part.getByRole("combobox", { name: "Add a tag" }).fill(tag);
  await agent.keyboard.press("Enter");
  await expect(part.getByRole("button", { name: `Remove the tag ${tag}` })).toBeVisible();
  await agent.keyboard.press("Escape");

  await agent.getByTestId("open-filters").click();
  await part.getByRole("combobox", { name: "Channel" }).selectOption({ label: "Web chat" });
  await part.getByRole("combobox", { name: "Tag" }).fill(tag);
  await part.getByRole("button", { name: "Show", exact: true }).click();
  await expect(part).toBeHidden();
  await expect(agent.getByTestId("ticket-row")).toHaveCount(1);
  await expect(rowWith(agent, text)).toBeVisible();
  const chips = agent.getByTestId("chip");
  await expect(chips).toHaveCount(2);

  await agent.getByTestId("open-filters").click();
  await expect(part.getByRole("combobox", { name: "Tag" })).toHaveValue(tag);
  await part.getByRole("textbox", { name: "Name of the view" }).fill(view);
  await part.getByRole("checkbox", { name: "For everybody" }).check();
  await part.getByRole("button", { name: "Save" }).click();
  await expect(part).toBeHidden();
  const link = (reader: Page) => reader.getByTestId("saved-view").filter({ hasText: view });
  await expect(link(agent)).toHaveAttribute("aria-current", "page");

  const colleague = await person();
  await signIn(colleague, desk, agents.second);
  await expect(link(colleague)).toContainText("1");
  await link(colleague).click();
  await expect(rowWith(colleague, text)).toBeVisible();
  // Closed by one, it leaves the other's view and its count.
  await openTicket(agent, text);
  await agent.getByTestId("close-ticket").click();
  await expect(colleague.getByTestId("ticket-row")).toHaveCount(0);
  await expect(link(colleague)).toContainText("0");
  await expect(colleague.getByText("What is set above leaves nothing")).toBeVisible();
  await colleague.getByTestId("chip").filter({ hasText: tag }).click();
  await expect(colleague.getByTestId("chip")).toHaveCount(1);

  await link(agent).click();
  await agent.getByTestId("open-filters").click();
  await part.getByRole("button", { name: `Remove the view ${view}` }).click();
  await expect(link(agent)).toHaveCount(0);
});

test("item 1: the channels are views of their own", async ({ agent, desk, page }) => {
  const text = await begun(agent, page, desk, "By chat");
  await openInbox(agent, desk);
  await agent.getByTestId("channel-webchat").click();
  await expect(agent.getByRole("heading", { level: 1, name: "Web chat" })).toBeVisible();
  await expect(rowWith(agent, text)).toBeVisible();
  await agent.getByTestId("channel-sms").click();
  await expect(agent).toHaveURL(/channel=sms/);
  await expect(rowWith(agent, text)).toHaveCount(0);
});

test("items 2 and 7: searched, filtered and opened by keyboard alone", async ({
  agent,
  desk,
  page,
}) => {
  const text = await begun(agent, page, desk, "Found without a mouse");
  await openInbox(agent, desk);
  const last = text.split(" ").at(-1)!;
  await expect(async () => {
    await agent.keyboard.press("/");
    await expect(search(agent)).toBeFocused();
    await agent.keyboard.press("ControlOrMeta+a");
    await agent.keyboard.type(last);
    await expect(rowWith(agent, last)).toBeVisible({ timeout: 1500 });
  }).toPass();
  await agent.keyboard.press("Enter");
  // Letters are letters where one types.
  await agent.keyboard.type("j");
  await expect(search(agent)).toHaveValue(`${last}j`);
  await agent.keyboard.press("Backspace");
  await expect(rowWith(agent, last)).toBeVisible();
  await agent.keyboard.press("Tab");
  await agent.keyboard.press("j");
  await expect(agent).toHaveURL(/\/tickets\/\d+\?q=/);
  await agent.keyboard.press("f");
  await expect(agent.getByTestId("part").getByRole("heading", { name: "Filters" })).toBeVisible();
});
