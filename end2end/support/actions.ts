// What people do, in their words: sign in, open the widget, say something, attach a file.
import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import type { Desk } from "./desk";

/** Who can sign in to the demo; one password for all. */
export const agents = {
  owner: "owner@demo.test",
  agent: "agent@demo.test",
  second: "zweite@demo.test",
} as const;

/** Password of every demo account. */
export const password = "demo-desk";

/** Public key of the demo's web chat. */
export const widgetKey = "demo-webchat";

/** A page, or the widget's frame in one. */
export type Scope = Page | FrameLocator;

/** Where the desk is: itself, or a line to it. */
export type Place = { url: string };

/** A file chosen in a picker: a path, or bytes with a name. */
export type Pick = string | { name: string; mimeType: string; buffer: Buffer };

let count = 0;

/** Words nobody said before, to find a message by. */
export function words(about: string): string {
  count += 1;
  return `${about} ${process.pid.toString(36)}${Date.now().toString(36)}${count}`;
}

/** Signs in by the form and waits for the inbox. */
export async function signIn(page: Page, desk: Place, email: string): Promise<void> {
  await page.goto(`${desk.url}/login`);
  await fillLogin(page, email, password);
  await expect(page).toHaveURL(/\/inbox/);
}

/** Fills in the sign-in form and sends it. */
export async function fillLogin(page: Page, email: string, secret: string): Promise<void> {
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(secret);
  await page.locator("form button[type=submit]").first().click();
}

/** Waits until a page's own code runs. */
export async function ready(scope: Scope): Promise<void> {
  await expect(scope.locator("body")).toHaveAttribute("data-hydrated", "true");
}

/** Opens the inbox and waits until its own code runs. */
export async function openInbox(page: Page, desk: Place, query = ""): Promise<void> {
  await page.goto(`${desk.url}/inbox${query}`);
  await ready(page);
}

/** Waits until a page says that its connection is lost. */
export async function lost(scope: Scope): Promise<void> {
  await expect(scope.locator("[data-testid=connection][data-state=lost]")).toBeVisible();
}

/** Waits until it no longer says so; it tries again less and less often. */
export async function live(scope: Scope): Promise<void> {
  await expect(scope.getByTestId("connection")).toBeHidden({ timeout: 40_000 });
}

/** Opens the chat on the shop's page; answers with the widget's frame. */
export async function openChat(page: Page, desk: Desk): Promise<FrameLocator> {
  await page.goto(desk.shopUrl);
  return clickLauncher(page);
}

/** Clicks the launcher of a page; answers with the widget's frame. */
export async function clickLauncher(page: Page): Promise<FrameLocator> {
  await launcher(page).click();
  const chat = page.frameLocator('iframe[title="Chat"]');
  await ready(chat);
  return chat;
}

/** The launcher in a page that embeds the widget. */
export function launcher(page: Page): Locator {
  return page.locator('button[aria-label^="Open chat"]');
}

/** Types into the composer and sends. */
export async function say(scope: Scope, text: string): Promise<Locator> {
  await composer(scope).fill(text);
  await send(scope);
  const message = messageWith(scope, text);
  await expect(message).toBeVisible();
  return message;
}

/** The text field of the composer. */
export function composer(scope: Scope): Locator {
  return scope.getByTestId("composer").locator("textarea[name=text]");
}

/** Presses the composer's Send. */
export async function send(scope: Scope): Promise<void> {
  await sendButton(scope).click();
}

/** The composer's Send. */
export function sendButton(scope: Scope): Locator {
  return scope.getByTestId("composer").getByRole("button", { name: "Send", exact: true });
}

/** The message that holds these words. */
export function messageWith(scope: Scope, text: string): Locator {
  return scope.getByTestId("message").filter({ hasText: text });
}

/** Picks files in the composer. */
export async function attach(scope: Scope, ...files: Pick[]): Promise<void> {
  await scope.getByTestId("file-input").setInputFiles(files as string[]);
}

/** The tiles of files that wait to be sent. */
export function tiles(scope: Scope): Locator {
  return scope.getByTestId("tile");
}

/** Waits until so many files are ready to be sent; large photos take their time. */
export async function filesReady(scope: Scope, files: number): Promise<void> {
  await expect(scope.locator('[data-testid=tile][data-state="ready"]')).toHaveCount(files, {
    timeout: 60_000,
  });
}

/** The rows of a channel's tickets, by the channel's name. */
export function rowsOf(page: Page, channel: string): Locator {
  return page
    .getByTestId("ticket-row")
    .filter({ has: page.locator(".meta", { hasText: channel }) });
}

/** The row of the ticket whose last words these are. */
export function rowWith(page: Page, text: string): Locator {
  return page.getByTestId("ticket-row").filter({ hasText: text });
}

/** Opens the ticket whose last words these are, from the list. */
export async function openTicket(page: Page, text: string): Promise<void> {
  await rowWith(page, text).click();
  await expect(page).toHaveURL(/\/tickets\/\d+/);
  await expect(page.getByTestId("thread").getByText(text).first()).toBeVisible();
}

/** A visitor says something in the widget's own page, without a shop around it. */
export async function startChat(page: Page, desk: Place, text: string): Promise<void> {
  await page.goto(`${desk.url}/widget/${widgetKey}`);
  await ready(page);
  await say(page, text);
  await expect(messageWith(page, text)).toHaveAttribute("data-direction", "in");
}

/** Bytes that a picture's address answers with, fetched by who sees it. */
export async function bytesOf(page: Page, address: string): Promise<Buffer> {
  const answer = await page.request.get(new URL(address, page.url()).href);
  expect(answer.status(), address).toBe(200);
  return answer.body();
}
