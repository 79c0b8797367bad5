// The demo's mail program: one writes to the desk as a customer, and reads what it sends.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Pick } from "./actions";
import type { Desk } from "./desk";
import { control } from "./phones";

/** What a customer writes. */
export interface Draft {
  from: string;
  subject: string;
  text: string;
  /** Whether pictures stand among the words instead of being attached. */
  inline?: boolean;
}

/** Writes to the address that the mail program proposes: the desk's. */
export async function writeMail(
  page: Page,
  desk: Desk,
  draft: Draft,
  ...files: Pick[]
): Promise<void> {
  await page.goto(`${desk.phonesUrl}/mail`);
  await page.getByText("Write a mail").click();
  await page.getByLabel("Your address").fill(draft.from);
  await page.getByLabel("Subject").fill(draft.subject);
  if (draft.inline) await page.getByLabel("Pictures among the words").check();
  await post(page, draft.text, files);
}

/** Answers the mail that is open. */
export async function answerMail(page: Page, text: string, ...files: Pick[]): Promise<void> {
  await post(page, text, files);
}

async function post(page: Page, text: string, files: Pick[]): Promise<void> {
  await page.getByLabel("Words", { exact: true }).fill(text);
  if (files.length) {
    await page.locator("form input[type=file]").setInputFiles(files as string[]);
  }
  await page.getByRole("button", { name: "Send", exact: true }).click();
  // What left is shown.
  await expect(page.locator("article")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
}

/** The mails of a conversation, both ways, the newest first. */
export async function mailsWith(page: Page, desk: Desk, subject: string): Promise<Locator> {
  await page.goto(`${desk.phonesUrl}/mail`);
  return page.locator(".mails li").filter({ hasText: subject });
}

/** Opens the newest mail from the desk in a conversation; answers with its HTML. */
export async function openMail(page: Page, desk: Desk, subject: string): Promise<string> {
  const mails = await mailsWith(page, desk, subject);
  await mails
    .filter({ hasNotText: /\bTo \S+@/ })
    .first()
    .getByRole("link")
    .click();
  const frame = page.locator("article iframe");
  await expect(frame).toBeVisible();
  // Its frame runs nothing, not even what a test would ask there.
  const address = (await frame.getAttribute("src")) ?? "";
  const answer = await page.request.get(new URL(address, page.url()).href);
  return answer.text();
}

/** Lets the mail server take nothing for these addresses; without any, it takes all. */
export async function refuses(desk: Desk, ...addresses: string[]): Promise<void> {
  await control(desk, "PUT", "mail", { refused: addresses });
}
