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
  await startChat(page, desk, words("Hello"));
  await loseNextAnswer(page);
  await composer(page).fill(text);
  await send(page);
  // Either the stream told meanwhile that it arrived, or the words are back and are sent again.
  await expect(async () => {
    if ((await composer(page).inputValue()) !== "") await send(page);
    await expect(composer(page)).toHaveValue("", { timeout: 1_000 });
    await expect(messageWith(page, text)).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
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

/** The desk takes the next message of a visitor, but its answer never comes. */
async function loseNextAnswer(page: Page): Promise<void> {
  await page.route(
    "**/api/visitor/send",
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
}
