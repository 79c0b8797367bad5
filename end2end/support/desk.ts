// A server of a test's own: free ports, a data folder that goes away, ended by its process id.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The checkout; the server finds `target/site` from there. */
export const checkout = resolve(__dirname, "../..");

/** How the server is started: with sample data, or as an owner starts it for the first time. */
export type Kind = "demo" | "serve";

const START_MS = 120_000;
const STOP_MS = 10_000;

/** One running `attache`, with what it printed. */
export class Desk {
  /** Address of the inbox, without a slash at the end. */
  readonly url: string;
  /** Address of the shop that embeds the widget, on another site. */
  readonly shopUrl: string;
  /** Address of the phones on which one plays the customers of the other channels. */
  readonly phonesUrl: string;
  /** Everything the server wrote, both streams. */
  output = "";

  private child: ChildProcess | undefined;
  private readonly onExit = () => this.child?.kill("SIGKILL");

  private constructor(
    private readonly kind: Kind,
    readonly port: number,
    /** The folder with all the data. */
    readonly dataDir: string,
    /** More of the command line. */
    private readonly flags: string[],
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.shopUrl = `http://localhost:${port + 1}`;
    this.phonesUrl = `http://127.0.0.1:${port + 2}/phones`;
  }

  /** Starts one with fresh data and waits until it answers. */
  static async open(kind: Kind = "demo", flags: string[] = []): Promise<Desk> {
    const folder = mkdtempSync(join(tmpdir(), "attache-end2end-"));
    const desk = new Desk(kind, await freePorts(), folder, flags);
    await desk.start(true);
    return desk;
  }

  /** Starts it again on the same ports and data. */
  async start(fresh = false): Promise<void> {
    const binary = process.env.ATTACHE_BIN ?? join(checkout, "target/debug/attache");
    if (!existsSync(binary)) {
      throw new Error(`There is no server at ${binary}. Build it, or set ATTACHE_BIN.`);
    }
    const child = spawn(binary, this.args(fresh), {
      cwd: checkout,
      env: serverEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    process.once("exit", this.onExit);
    const keep = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    await this.untilReady(child, this.output.length);
  }

  /** Ends it, by default as an operator would; `SIGKILL` is the power cut. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.child;
    this.child = undefined;
    process.removeListener("exit", this.onExit);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await gone;
    clearTimeout(late);
  }

  /** Ends and starts it on the same data. */
  async restart(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    await this.stop(signal);
    await this.start();
  }

  /** Ends it and removes its data. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private args(fresh: boolean): string[] {
    const site = this.flags.includes("--site") ? undefined : process.env.ATTACHE_SITE;
    const place = ["--data-dir", this.dataDir, ...(site ? ["--site", site] : [])];
    // What is sent goes at once, but where a test takes it back.
    const undo = this.flags.includes("--undo-seconds") ? [] : ["--undo-seconds", "0"];
    const data = [...place, ...undo, ...this.flags];
    if (this.kind === "serve") return ["serve", "--listen", `127.0.0.1:${this.port}`, ...data];
    return ["demo", ...(fresh ? ["--fresh"] : []), "--port", String(this.port), ...data];
  }

  private async untilReady(child: ChildProcess, said: number): Promise<void> {
    // The demo answers before its sample data are in; it prints the sign-in when they are.
    const ready = () => this.kind === "serve" || this.output.slice(said).includes("Password");
    const until = Date.now() + START_MS;
    while (Date.now() < until) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The server ended before it answered:\n${this.output}`);
      }
      const answer = await fetch(`${this.url}/health`).catch(() => undefined);
      if (answer?.ok && ready()) return;
      await new Promise((next) => setTimeout(next, 50));
    }
    await this.stop("SIGKILL");
    throw new Error(`The server did not answer within two minutes:\n${this.output}`);
  }
}

/** Ours without `ATTACHE_…`, which the server would read as its configuration. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("ATTACHE_"));
  return { ...Object.fromEntries(kept), NO_COLOR: "1" };
}

/** The first of three free ports in a row: inbox, shop, phones. */
async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const first = 10_000 + 4 * Math.floor(Math.random() * 5_500);
    const free = await Promise.all([first, first + 1, first + 2].map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error("No three free ports in a row.");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once("error", () => answer(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => answer(true)));
  });
}
