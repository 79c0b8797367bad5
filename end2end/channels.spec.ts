// Everything that leaves goes through the outbox, on every channel by the same path.
import {
  composer,
  messageWith,
  openInbox,
  openTicket,
  rowsOf,
  send,
  startChat,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";

test("item 7: web chat goes through the outbox: sent, then delivered, then read", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("Follow my ticks");
  const answer = words("Tick tick");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);

  // The visitor is away: the desk has handed it over, nobody has seen it.
  const address = page.url();
  await page.goto("about:blank");
  await composer(agent).fill(answer);
  await send(agent);
  await expect(messageWith(agent, answer)).toHaveAttribute("data-state", "sent");

  await page.goto(address);
  await expect(messageWith(page, answer)).toBeVisible();
  await expect(messageWith(agent, answer)).toHaveAttribute("data-state", "read");
});

// The others are connected to the simulator: `phones.spec.ts`.
for (const channel of ["E-mail"]) {
  test(`item 7: an answer by ${channel} takes the same path, and says in words why it did not leave`, async ({
    agent,
    desk,
  }) => {
    const answer = words("By the same path");
    await openInbox(agent, desk);
    await rowsOf(agent, channel).first().click();
    await expect(agent.getByTestId("thread")).toBeVisible();
    await composer(agent).fill(answer);
    await send(agent);
    const message = messageWith(agent, answer);
    await expect(message).toHaveAttribute("data-state", "failed");
    await expect(message).toContainText(/not connected/i);
    await agent.reload();
    await expect(messageWith(agent, answer)).toHaveCount(1);
  });
}
