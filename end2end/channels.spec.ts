// Everything that leaves goes through the outbox, on every channel by the same path.
import {
  composer,
  messageWith,
  openInbox,
  openTicket,
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

// The others go to the simulator: `phones.spec.ts` and `mail.spec.ts`.
