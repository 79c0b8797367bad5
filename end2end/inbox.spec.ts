// An agent's day in the list and in a ticket: views, status, assign, close, reopen, news without
// reloading, and right again after a lost connection.
import {
  agents,
  composer,
  live,
  lost,
  messageWith,
  openInbox,
  openTicket,
  ready,
  rowWith,
  say,
  signIn,
  startChat,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";

test("item 4: views and status filter show what they say", async ({ agent, desk, page }) => {
  const text = words("Do you ship to Malta");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await expect(rowWith(agent, text)).toBeVisible();

  await agent.getByTestId("view-unassigned").click();
  await expect(agent).toHaveURL(/view=unassigned/);
  await expect(rowWith(agent, text)).toBeVisible();
  await agent.getByTestId("view-mine").click();
  await expect(agent).toHaveURL(/view=mine/);
  await expect(rowWith(agent, text)).toHaveCount(0);
  await agent.getByTestId("view-all").click();
  await expect(rowWith(agent, text)).toBeVisible();
  await agent.getByTestId("status-closed").click();
  await expect(agent).toHaveURL(/status=closed/);
  await expect(rowWith(agent, text)).toHaveCount(0);
  await agent.getByTestId("status-open").click();
  await expect(rowWith(agent, text)).toBeVisible();

  // The address is the view: it survives a reload.
  await agent.goto(`${desk.url}/inbox?view=unassigned&status=open`);
  await expect(rowWith(agent, text)).toBeVisible();
});

test("item 4: assign, close and reopen a ticket; a second agent sees it without reloading", async ({
  agent,
  desk,
  page,
  person,
}) => {
  test.setTimeout(120_000);
  const text = words("My order is late");
  await startChat(page, desk, text);

  const colleague = await person();
  await signIn(colleague, desk, agents.second);
  await openInbox(colleague, desk);
  await openTicket(colleague, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);

  const assignee = agent.locator("select[name=agent]");
  const value = await assignee.locator("option").nth(1).getAttribute("value");
  const name = (await assignee.locator("option").nth(1).innerText()).trim();
  await assignee.selectOption(value);
  await expect(
    agent.locator('[data-testid=message][data-direction="activity"]').last(),
  ).toContainText(name);
  await expect(colleague.locator("select[name=agent]")).toHaveValue(value!);
  // Also where somebody chose by hand before.
  await colleague.locator("select[name=agent]").selectOption("");
  await expect(assignee).toHaveValue("");

  await agent.getByTestId("close-ticket").click();
  await expect(agent.getByTestId("reopen-ticket")).toBeVisible();
  await expect(colleague.getByTestId("reopen-ticket")).toBeVisible();
  await openInbox(agent, desk, "?status=closed");
  await expect(rowWith(agent, text)).toBeVisible();
  await openTicket(agent, text);
  await agent.getByTestId("reopen-ticket").click();
  await expect(agent.getByTestId("close-ticket")).toBeVisible();
  await expect(colleague.getByTestId("close-ticket")).toBeVisible();
});

test("item 4: a note stays in the house", async ({ agent, desk, page }) => {
  const text = words("Can I pay later");
  const note = words("She always pays");
  const answer = words("Yes you can");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  await agent.getByTestId("composer").getByRole("radio", { name: "Note" }).check();
  await composer(agent).fill(note);
  await agent.getByTestId("composer").getByRole("button", { name: "Add note" }).click();
  await expect(messageWith(agent, note)).toHaveAttribute("data-direction", "note");

  await agent.reload();
  await ready(agent);
  await expect(messageWith(agent, note)).toHaveAttribute("data-direction", "note");
  await say(agent, answer);
  await expect(messageWith(page, answer)).toBeVisible();
  await expect(messageWith(page, note)).toHaveCount(0);
  await page.reload();
  await expect(messageWith(page, answer)).toBeVisible();
  await expect(messageWith(page, note)).toHaveCount(0);
});

test("item 4: what a customer writes shows up as unread until it is read", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("Where is my parcel");
  await openInbox(agent, desk);
  await startChat(page, desk, text);
  const row = rowWith(agent, text);
  await expect(row).toHaveAttribute("data-unread", "true");
  await openTicket(agent, text);
  await expect(row).not.toHaveAttribute("data-unread", "true");
  await openInbox(agent, desk);
  await expect(row).not.toHaveAttribute("data-unread", "true");
});

test("item 4: the person's panel says who writes and what else they wrote", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("Who am I");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  await expect(agent.getByTestId("contact-panel")).toBeVisible();
});

test("item 4: after a lost connection the page is right again by itself", async ({
  agent,
  desk,
  line,
  page,
  expectComplaints,
}) => {
  test.setTimeout(120_000);
  expectComplaints(/net::ERR_/);
  const text = words("Before the tunnel");
  const missed = words("In the tunnel");
  await startChat(page, desk, text);
  await openInbox(agent, line);
  await openTicket(agent, text);
  line.cut();
  await lost(agent);
  await say(page, missed);
  line.mend();
  await live(agent);
  await expect(messageWith(agent, missed)).toHaveCount(1);
});

test("item 10: two tabs of one agent share one stream, and one takes over from the other", async ({
  agent,
  desk,
  page,
}) => {
  const streams: string[] = [];
  agent.context().on("request", (request) => {
    if (new URL(request.url()).pathname === "/live") streams.push(request.url());
  });
  const first = agent;
  await openInbox(first, desk);
  const second = await agent.context().newPage();
  await openInbox(second, desk);

  const text = words("Both of you");
  await startChat(page, desk, text);
  await expect(rowWith(first, text)).toBeVisible();
  await expect(rowWith(second, text)).toBeVisible();
  expect(streams).toHaveLength(1);

  await first.close();
  const later = words("And now");
  await say(page, later);
  await expect(rowWith(second, later)).toBeVisible();
  expect(streams).toHaveLength(2);
  // It is the same server all the time: nobody is asked to reload.
  await expect(second.locator('[data-state="outdated"]')).toHaveCount(0);
});
