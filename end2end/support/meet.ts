// How a visitor and an agent come to talk to each other.
import type { Page } from "@playwright/test";
import { openInbox, openTicket, type Place, startChat, words } from "./actions";

/** A visitor writes, and an agent has it open; what was written. */
export async function begun(
  agent: Page,
  page: Page,
  desk: Place,
  about: string,
): Promise<string> {
  const text = words(about);
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  return text;
}

/** A visitor and an agent in the same ticket; answers with words for the agent's message. */
export async function meet(
  agent: Page,
  page: Page,
  desk: Place,
  about: string,
): Promise<string> {
  await begun(agent, page, desk, "Send me pictures");
  return words(about);
}
