// How a visitor and an agent come to talk to each other.
import type { Page } from "@playwright/test";
import { openInbox, openTicket, type Place, startChat, words } from "./actions";

/** A visitor and an agent in the same ticket; answers with words for the agent's message. */
export async function meet(
  agent: Page,
  page: Page,
  desk: Place,
  about: string,
): Promise<string> {
  const question = words("Send me pictures");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
  return words(about);
}
