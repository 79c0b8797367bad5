// A server that goes away in mid-conversation and comes back: nothing is lost, nothing comes twice.
import {
  attach,
  composer,
  filesReady,
  live,
  lost,
  messageWith,
  openInbox,
  openTicket,
  ready,
  say,
  send,
  startChat,
  words,
} from "./support/actions";
import { Desk } from "./support/desk";
import { expect, test } from "./support/fixtures";
import { png } from "./support/pictures";

const outage = [
  /ERR_CONNECTION_REFUSED/,
  /ERR_CONNECTION_RESET/,
  /ERR_INCOMPLETE_CHUNKED_ENCODING/,
  /ERR_EMPTY_RESPONSE/,
  /ERR_NETWORK/,
  /ERR_SOCKET/,
];

test("items 3 and 10: after a power cut in mid-conversation pages recover, and what was typed meanwhile is sent once", async ({
  agent,
  desk,
  page,
  expectComplaints,
}) => {
  test.setTimeout(150_000);
  expectComplaints(...outage);
  const question = words("Before the power cut");
  const draft = words("Typed in the dark");
  await startChat(page, desk, question);
  await attach(page, {
    name: "proof.png",
    mimeType: "image/png",
    buffer: png(64, 48, [80, 10, 10]),
  });
  await filesReady(page, 1);
  const picture = words("With a picture");
  await say(page, picture);
  await openInbox(agent, desk);
  await openTicket(agent, picture);

  await desk.stop("SIGKILL");
  await lost(agent);
  await composer(agent).fill(draft);
  await send(agent);
  await expect(agent.getByRole("alert")).toHaveText(/nothing is lost/i);
  await expect(composer(agent)).toHaveValue(draft);

  await desk.start();
  await live(agent);
  await live(page);
  await send(agent);
  await expect(messageWith(page, draft)).toHaveCount(1);
  await expect(messageWith(agent, draft)).toHaveCount(1);
  await expect(messageWith(agent, draft)).toHaveAttribute("data-state", /sent|delivered|read/);

  await agent.reload();
  await ready(agent);
  await expect(messageWith(agent, question)).toHaveCount(1);
  await expect(messageWith(agent, picture).getByTestId("picture")).toBeVisible();
  await expect(messageWith(agent, draft)).toHaveCount(1);
});

test("item 8: the demo's data survive a restart, and --fresh starts over", async ({
  page,
  watch,
  expectComplaints,
}) => {
  test.setTimeout(150_000);
  // The open page's token is another desk's as soon as that one starts over.
  expectComplaints(...outage, /status of 401/);
  const desk = await Desk.open();
  watch.allow(desk.url, desk.shopUrl);
  try {
    const text = words("Remember me");
    await startChat(page, desk, text);
    await desk.restart();
    await page.reload();
    await ready(page);
    await expect(messageWith(page, text)).toHaveCount(1);

    await desk.stop();
    await desk.start(true);
    await page.reload();
    await ready(page);
    await expect(page.getByTestId("greeting")).toBeVisible();
    await expect(messageWith(page, text)).toHaveCount(0);
    await say(page, words("A new start"));
  } finally {
    await desk.close();
  }
});
