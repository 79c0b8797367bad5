// Letters as a customer's mail program writes them, handed over by the house's own mail server.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Desk } from "./desk";

/** An inbox of a test's own, to which letters can be posted. */
export interface EmailInbox {
  id: string;
  secret: string;
}

/** What a letter holds. */
export interface Letter {
  html?: string;
  text?: string;
  /** A picture among the words, by its Content-ID. */
  picture?: { id: string; bytes: Buffer };
  /** More of its head, each with its line's end. */
  head?: string;
  /** Another part, type and bytes. */
  part?: { type: string; content: string };
  /** The letter's own Message-ID is made of these words. */
  name?: string;
  /** The name of the letter that it answers. */
  answers?: string;
}

/** The mail server whose word on senders the inbox takes. */
export const authority = "mx.letters.test";

/** Adds an e-mail inbox in the settings. */
export async function emailInbox(agent: Page, desk: Desk): Promise<EmailInbox> {
  const secret = `secret-${Date.now().toString(36)}`;
  await agent.goto(`${desk.url}/settings/channels/new?channel=email`);
  await agent.locator("input[name=name]").fill("Letters");
  await agent.locator("input[name=address]").fill("help@letters.test");
  await agent.locator("input[name='smtp.host']").fill("mail.invalid");
  await agent.locator("input[name=authority]").fill(authority);
  await agent.locator("input[name=secret]").fill(secret);
  await agent.getByRole("button", { name: "Save" }).click();
  await expect(agent.getByRole("status")).toHaveText("Saved.");
  const id = /channels\/(\d+)/.exec(agent.url())![1]!;
  return { id, secret };
}

/** Posts a letter; once this returns the desk has kept it. */
export async function postLetter(desk: Desk, inbox: EmailInbox, letter: Letter): Promise<void> {
  const answer = await fetch(`${desk.url}/mail/${inbox.id}`, {
    method: "POST",
    headers: { authorization: `Bearer ${inbox.secret}` },
    body: written(letter),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

/** A property of the first such element in a letter's frame. Asked of the page around it: in the
    frame no script runs, not even a test's. */
export async function inFrame(frame: Locator, selector: string, path: string): Promise<unknown> {
  return frame.evaluate(
    (element, [selector, path]) => {
      const found = (element as HTMLIFrameElement).contentDocument?.querySelector(selector!);
      return path!.split(".").reduce<any>((value, name) => value?.[name], found ?? undefined);
    },
    [selector, path],
  );
}

let count = 0;

function written(letter: Letter): string {
  count += 1;
  const id = (words?: string) => `${encodeURIComponent(words ?? `letter-${count}-${Date.now()}`)}@c.example`;
  const answers = letter.answers ? `In-Reply-To: <${id(letter.answers)}>\r\n` : "";
  const parts: string[] = [];
  const part = (type: string, head: string, bytes: Buffer) => {
    const lines = bytes.toString("base64").replace(/.{76}/g, "$&\r\n");
    const encoding = "Content-Transfer-Encoding: base64\r\n";
    parts.push(`Content-Type: ${type}\r\n${head}${encoding}\r\n${lines}\r\n`);
  };
  if (letter.text) part("text/plain; charset=utf-8", "", Buffer.from(letter.text));
  if (letter.html) part("text/html; charset=utf-8", "", Buffer.from(letter.html));
  if (letter.picture) {
    const { id, bytes } = letter.picture;
    part("image/png; name=picture.png", `Content-ID: <${id}>\r\n`, bytes);
  }
  if (letter.part) part(letter.part.type, "", Buffer.from(letter.part.content));
  return (
    `From: Ada <ada@customers.test>\r\nTo: help@letters.test\r\nSubject: A cup\r\n` +
    `Message-ID: <${id(letter.name)}>\r\n${answers}${letter.head ?? ""}MIME-Version: 1.0\r\n` +
    `Content-Type: multipart/related; boundary=b\r\n\r\n` +
    `${parts.map((one) => `--b\r\n${one}`).join("")}--b--\r\n`
  );
}
