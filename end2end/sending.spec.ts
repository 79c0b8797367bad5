// A send is sent once, however often it is tried, and what was typed is never lost on the way.
import {
  composer,
  messageWith,
  openInbox,
  openTicket,
  ready,
  send,
  sendButton,
  startChat,
  widgetKey,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import type { Page } from "@playwright/test";

test("bad input: the same send twice is one message", async ({ agent, desk, page }) => {
  const text = words("Twice in a row");
  const question = words("Say it once");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);

  await composer(agent).fill(text);
  const sent = agent.waitForRequest(
    (request) => new URL(request.url()).pathname === "/api/message/answer",
  );
  await sendButton(agent).dblclick();
  const request = await sent;
  await expect(messageWith(page, text)).toHaveCount(1);

  // The same request once more, as a proxy or an impatient browser would repeat it.
  const again = await agent.request.post(request.url(), {
    headers: { "content-type": "application/json", accept: "application/json", origin: desk.url },
    data: request.postData()!,
  });
  expect(again.status()).toBe(200);
  await agent.reload();
  await page.reload();
  await expect(messageWith(agent, text)).toHaveCount(1);
  await expect(messageWith(page, text)).toHaveCount(1);
});

test("bad input: a visitor's send whose answer got lost is sent once", async ({
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/net::ERR_/);
  const text = words("Did you get this");
  await withoutNews(page);
  await startChat(page, desk, words("Hello"));
  await loseNextAnswer(page);
  await composer(page).fill(text);
  await send(page);
  await expect(page.getByRole("alert")).toHaveText(/nothing is lost/i);
  await expect(composer(page)).toHaveValue(text);
  await send(page);
  await expect(composer(page)).toHaveValue("");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(messageWith(page, text)).toHaveCount(1);
  await page.reload();
  await expect(messageWith(page, text)).toHaveCount(1);
});

test("bad input: words changed after a send whose answer got lost are not swallowed", async ({
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/net::ERR_/);
  const text = words("First thought");
  const more = words("and a second one");
  await withoutNews(page);
  await startChat(page, desk, words("Hello"));
  await loseNextAnswer(page);
  await composer(page).fill(text);
  await send(page);
  await expect(composer(page)).toHaveValue(text);
  await composer(page).fill(`${text} ${more}`);
  await send(page);
  await expect(composer(page)).toHaveValue("");
  await page.reload();
  await expect(messageWith(page, more)).toHaveCount(1);
});

test("bad input: an answer that gets lost while the stream tells of the message leaves one message", async ({
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/net::ERR_/);
  const text = words("You will hear of it");
  await startChat(page, desk, words("Hello"));
  // The answer fails only once the page has read of the message because the stream told of it.
  const told = page.waitForResponse(
    async (response) =>
      new URL(response.url()).pathname === "/api/visitor/start" &&
      (await response.text()).includes(text),
  );
  await loseNextAnswer(page, told);
  await composer(page).fill(text);
  await send(page);
  await told;
  await expect(composer(page)).toHaveValue("");
  await expect(messageWith(page, text)).toHaveCount(1);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.reload();
  await expect(messageWith(page, text)).toHaveCount(1);
  await expect(composer(page)).toHaveValue("");
});

test("bad input: an answer that gets lost before the stream tells of the message leaves one message", async ({
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/net::ERR_/);
  const text = words("You will hear of it later");
  await startChat(page, desk, words("Hello"));
  // News are read only after the answer got lost and the words came back.
  let lost = () => {};
  const gone = new Promise<void>((done) => (lost = done));
  await page.route("**/api/visitor/start", async (route) => {
    await gone;
    await route.continue();
  });
  await loseNextAnswer(page);
  await composer(page).fill(text);
  await send(page);
  await expect(composer(page)).toHaveValue(text);
  lost();
  await expect(composer(page)).toHaveValue("");
  await expect(messageWith(page, text)).toHaveCount(1);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("bad input: a visitor who leaves while a message is on its way loses nothing", async ({
  desk,
  page,
}) => {
  const text = words("Must run");
  await startChat(page, desk, words("Hello"));
  await page.route("**/api/visitor/send", () => {}, { times: 1 });
  await composer(page).fill(text);
  await send(page);
  await expect(composer(page)).toHaveValue("");
  const resent = taken(page);
  await page.reload();
  await expect(messageWith(page, text)).toHaveCount(1);
  await resent;
  await page.reload();
  await expect(messageWith(page, text)).toHaveCount(1);
  await expect(composer(page)).toHaveValue("");
});

test("bad input: an agent who leaves while a reply is on its way loses nothing", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("On my way home");
  const question = words("Anybody there");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
  await agent.route("**/api/message/answer", () => {}, { times: 1 });
  await composer(agent).fill(text);
  await send(agent);
  await expect(composer(agent)).toHaveValue("");
  await agent.reload();
  await expect(messageWith(page, text)).toHaveCount(1);
  await expect(messageWith(agent, text)).toHaveCount(1);
  await agent.reload();
  await expect(messageWith(agent, text)).toHaveCount(1);
  await expect(messageWith(page, text)).toHaveCount(1);
});

test("bad input: words said before the conversation has begun wait for it", async ({
  desk,
  page,
}) => {
  const text = words("Quick one");
  let begin = () => {};
  const begun = new Promise<void>((done) => (begin = done));
  await page.route("**/api/visitor/start", async (route) => {
    await begun;
    await route.continue();
  });
  await page.goto(`${desk.url}/widget/${widgetKey}`);
  await ready(page);
  await composer(page).fill(text);
  await send(page);
  await expect(messageWith(page, text)).toHaveCount(1);
  const sent = taken(page);
  begin();
  await sent;
  await page.reload();
  await expect(messageWith(page, text)).toHaveCount(1);
});

/** The desk has taken the next message of a visitor. */
async function taken(page: Page): Promise<void> {
  const answer = await page.waitForResponse(
    (response) => new URL(response.url()).pathname === "/api/visitor/send",
  );
  expect(answer.status()).toBe(200);
}

/** The visitor's stream never opens: the page hears only what it asks for. */
async function withoutNews(page: Page): Promise<void> {
  await page.route("**/widget/live?*", (route) => route.abort());
}

/** The desk takes the next message of a visitor, but its answer never comes. */
async function loseNextAnswer(page: Page, after?: Promise<unknown>): Promise<void> {
  await page.route(
    "**/api/visitor/send",
    async (route) => {
      await route.fetch();
      await after;
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
}
