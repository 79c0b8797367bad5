// A send is sent once, however often it is tried, and what was typed is never lost on the way.
import {
  composer,
  messageWith,
  openInbox,
  openTicket,
  send,
  sendButton,
  startChat,
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
    (request) => new URL(request.url()).pathname === "/api/message/send",
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
  // The answer fails only once the stream has told the page of the message.
  const told = page.waitForResponse(
    (response) => new URL(response.url()).pathname === "/api/visitor/start",
  );
  await loseNextAnswer(page, told);
  await composer(page).fill(text);
  await send(page);
  await told;
  // Which of the two came first is the network's; words that came back are the same send again.
  await expect(async () => {
    if ((await composer(page).inputValue()) !== "") await send(page);
    await expect(composer(page)).toHaveValue("", { timeout: 1_000 });
    await expect(messageWith(page, text)).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await page.reload();
  await expect(messageWith(page, text)).toHaveCount(1);
  await expect(composer(page)).toHaveValue("");
});

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
