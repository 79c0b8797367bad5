// A customer whose files nothing prepares: they arrive as they are, as a channel would bring them.
import type { Desk } from "./desk";
import { widgetKey, words } from "./actions";

/** A file to send. */
export interface Sent {
  name: string;
  bytes: Buffer;
}

/** A visitor without a browser. */
export class Guest {
  private constructor(
    private readonly desk: Desk,
    private readonly token: string,
  ) {}

  static async enter(desk: Desk): Promise<Guest> {
    const chat = await call(desk, "visitor/start", { key: widgetKey });
    return new Guest(desk, (chat as { token: string }).token);
  }

  /** Sends files under words that nobody said before; the words. */
  async send(about: string, ...files: Sent[]): Promise<string> {
    const text = words(about);
    const kept = [];
    for (const { name, bytes } of files) {
      const answer = await fetch(`${this.desk.url}/uploads?name=${encodeURIComponent(name)}`, {
        method: "POST",
        headers: { "x-visitor": this.token },
        body: new Uint8Array(bytes),
      });
      if (answer.status !== 201) throw new Error(`${name}: ${await answer.text()}`);
      const { id } = (await answer.json()) as { id: number };
      kept.push({ upload: id, caption: "", alt: "", redacted: 0 });
    }
    const message = { client_key: text.replaceAll(" ", "-"), ticket: 0, note: false, text };
    await call(this.desk, "visitor/send", { message: { ...message, files: kept } }, this.token);
    return text;
  }

  /** What the customer's page is told. */
  async reads(): Promise<string> {
    const told = { key: widgetKey, token: this.token };
    return JSON.stringify(await call(this.desk, "visitor/start", told, this.token));
  }
}

async function call(desk: Desk, name: string, body: unknown, token?: string): Promise<unknown> {
  const answer = await fetch(`${desk.url}/api/${name}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      ...(token ? { "x-visitor": token } : {}),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
