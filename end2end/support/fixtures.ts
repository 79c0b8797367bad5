// What every journey starts from: a server, people with browsers, and a watch that fails the test
// on any console error, any panic in a page or in the server, and any request to somebody else's host.
import { writeFileSync } from "node:fs";
import {
  test as base,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "@playwright/test";
import { Desk } from "./desk";
import { Line } from "./line";
import { Lab } from "./lab";
import { agents, signIn } from "./actions";

export { expect } from "@playwright/test";

/** What a browser stores about who is signed in. */
type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface WorkerFixtures {
  /** The server of this worker, with sample data. */
  desk: Desk;
  /** Draws pictures and looks at them. */
  lab: Lab;
  /** The owner's session, made once: signing in is limited and takes its time. */
  ownerSession: Session;
}

interface TestFixtures {
  /** Says which complaints a test provokes on purpose. */
  expectComplaints: (...complaints: RegExp[]) => void;
  /** A browser of its own for one more person. */
  person: (options?: BrowserContextOptions) => Promise<Page>;
  /** A browser in which the owner is signed in, at no page yet. */
  agent: Page;
  /** A line to the desk that can be cut. */
  line: Line;
  watch: Watch;
}

/** Collects what must not happen. */
class Watch {
  readonly complaints: string[] = [];
  readonly expected: RegExp[] = [];
  private readonly hosts = new Set<string>();

  /** Lets pages ask these addresses' hosts. */
  allow(...addresses: string[]): void {
    for (const address of addresses) this.hosts.add(new URL(address).host);
  }

  over(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() === "error")
        this.note(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.note(`page: ${error.error().stack ?? error.error()}`));
    context.on("request", (request) => {
      const url = new URL(request.url());
      const ours = !url.protocol.startsWith("http") || this.hosts.has(url.host);
      if (!ours) this.note(`foreign request: ${request.url()}`);
    });
  }

  private note(complaint: string): void {
    this.complaints.push(complaint);
  }

  verdict(): string[] {
    return this.complaints.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
  }
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  desk: [
    async ({}, use) => {
      const desk = await Desk.open();
      await use(desk);
      await desk.close();
    },
    { scope: "worker", timeout: 150_000 },
  ],

  lab: [
    async ({ browser }, use) => {
      const lab = await Lab.open(browser);
      await use(lab);
      await lab.close();
    },
    { scope: "worker" },
  ],

  ownerSession: [
    async ({ browser, desk }, use) => {
      const context = await browser.newContext();
      await signIn(await context.newPage(), desk, agents.owner);
      const session = await context.storageState();
      await context.close();
      await use(session);
    },
    { scope: "worker", timeout: 60_000 },
  ],

  watch: [
    async ({ desk, context }, use, info) => {
      const watch = new Watch();
      watch.allow(desk.url, desk.shopUrl, desk.phonesUrl);
      watch.over(context);
      const said = desk.output.length;
      await use(watch);
      const verdict = watch.verdict();
      const panic = /panicked at[^]*?(?=stack backtrace|$)/.exec(desk.output.slice(said));
      if (panic) verdict.push(`server: ${panic[0].trim()}`);
      if (info.status !== "passed" && desk.output) {
        const path = info.outputPath("server.log");
        writeFileSync(path, desk.output);
        await info.attach("server", { path, contentType: "text/plain" });
      }
      if (verdict.length > 0) throw new Error(`Complaints:\n${verdict.join("\n")}`);
    },
    { auto: true },
  ],

  expectComplaints: async ({ watch }, use) => {
    await use((...complaints) => {
      watch.expected.push(...complaints);
    });
  },

  person: async ({ browser, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      watch.over(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  line: async ({ desk, watch }, use) => {
    const line = await Line.to(desk);
    watch.allow(line.url);
    await use(line);
    await line.close();
  },

  agent: async ({ person, ownerSession }, use) => {
    await use(await person({ storageState: ownerSession }));
  },
});
