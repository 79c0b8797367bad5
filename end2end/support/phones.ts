// The phones of the demo: one plays the customer on their page, and sets what goes wrong.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Pick } from "./actions";
import type { Desk } from "./desk";

/** Somebody with a phone. */
export interface Customer {
  /** The channel, as the simulator's addresses call it. */
  channel: "sms" | "whatsapp" | "instagram";
  /** Their id there. */
  id: string;
}

/** Opens a customer's phone. */
export async function openPhone(page: Page, desk: Desk, who: Customer): Promise<void> {
  await page.goto(`${desk.phonesUrl}/${who.channel}/${encodeURIComponent(who.id)}`);
  await expect(page.getByRole("textbox", { name: /^Message/ })).toBeVisible();
}

/** Sends words from a phone, with files or without. */
export async function sendFrom(phone: Page, text: string, ...files: Pick[]): Promise<void> {
  if (files.length) {
    await phone.locator(".composer input[type=file]").setInputFiles(files as string[]);
  }
  await phone.getByRole("textbox", { name: /^Message/ }).fill(text);
  await phone.getByRole("button", { name: "Send", exact: true }).click();
  await expect(phone.locator(".line.mine").filter({ hasText: text })).toBeVisible();
}

/** What arrived on a phone. */
export function arrived(phone: Page): Locator {
  return phone.locator(".line.theirs");
}

/** Asks the simulator's control. */
export async function control(
  desk: Desk,
  method: "GET" | "PUT" | "POST",
  path: string,
  body?: unknown,
): Promise<any> {
  const answer = await fetch(`${new URL(desk.phonesUrl).origin}/control/${path}`, {
    method,
    ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  expect(answer.ok, path).toBe(true);
  return answer.json();
}

/** Lets every message to a customer fail with that code of the provider's; without one, none. */
export async function fails(desk: Desk, who: Customer, code: number | null): Promise<void> {
  const listed = await control(desk, "GET", `${who.channel}/people`);
  const found = listed.find(({ person }: any) => person.id === who.id);
  await control(desk, "POST", `${who.channel}/people`, { ...found.person, fails: code });
}
