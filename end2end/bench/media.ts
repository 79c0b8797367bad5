// `cargo xtask bench media`, the part in the browser: every tool on every picture, in turns, and what the browser
// sees in each outcome. Started with the name of a file of JSON, an `Order`.
import {
  createReadStream,
  createWriteStream,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { basename, extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { chromium, type Page } from "@playwright/test";
import { reportBlocks } from "../support/thread";
import { type Outcome, type Task, type Tool, tools } from "./wire";

/** What we are told. */
interface Order {
  chromium: string | null;
  /** Where the pictures are. */
  images: string;
  /** Where outcomes go. */
  out: string;
  /** The site, its name for our worker. */
  site: string;
  worker: string;
  /** Bundles of the page and the peers' worker; what the peers fetch. */
  bundle: string;
  modules: string;
  budget: number;
  /** Outcomes of native tools, to be looked at, too: file names in `out`. */
  native: string[];
  /** Where the rows go, as JSON. */
  result: string;
}

/** One tool on one picture. */
interface Row {
  image: string;
  tool: Tool;
  outcome: Outcome;
  /** How often it was run; `outcome.ms` is the one in the middle. */
  runs: number;
  /** The longest time that a task of the page's own thread worked, in ms. */
  blocked: number;
  file: string;
}

const ROUNDS = 3;
/** What takes longer than this is run once. */
const SLOW_MS = 4_000;
/** mozjpeg in wasm takes minutes beyond this. */
const JSQUASH_PIXELS = 13_000_000;
const GIVE_UP_MS = 90_000;

const types: Record<string, string> = {
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".bmp": "image/bmp",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".heic": "image/heic",
  ".heif": "image/heif",
};
const served: Record<string, string> = {
  ...types,
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};
/** What the peers fetch beside their bundle. */
const parts: Record<string, string> = {
  "mozjpeg_dec.wasm": "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm",
  "mozjpeg_enc.wasm": "@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm",
  "squoosh_resize_bg.wasm": "@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm",
  "browser-image-compression.js": "browser-image-compression/dist/browser-image-compression.js",
};

const order = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Order;
const { server, url } = await listen();
const browser = await chromium.launch({
  executablePath: order.chromium ?? undefined,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => say(`page: ${error.message}`));
  await page.goto(`${url}/page.html`);
  await page.waitForFunction(() => "bench" in window);
  const images = readdirSync(order.images)
    .filter((name) => types[extname(name).toLowerCase()])
    .sort();
  const rows: Row[] = [];
  const sizes: Record<string, [number, number] | null> = {};
  for (const image of images) {
    const type = types[extname(image).toLowerCase()]!;
    sizes[image] = await look(page, `/image/${image}`, type, `${image}.raw`);
    rows.push(...(await measure(page, image, type, sizes[image])));
  }
  const looked: Record<string, [number, number] | null> = {};
  const outcomes = rows.filter(({ outcome }) => !outcome.error);
  for (const { file, outcome } of outcomes) {
    looked[file] = await look(page, `/out/${file}`, outcome.type, `${file}.raw`);
  }
  for (const file of order.native) {
    const type = readFileSync(join(order.out, file)).readUInt16BE(0) === 0xffd8 ? "jpeg" : "png";
    looked[file] = await look(page, `/out/${file}`, `image/${type}`, `${file}.raw`);
  }
  const version = browser.version();
  writeFileSync(order.result, JSON.stringify({ browser: version, sizes, looked, rows }));
} finally {
  await browser.close();
  server.close();
}

/** In turns, so that what else the machine does falls on all alike. */
async function measure(
  page: Page,
  image: string,
  type: string,
  size: [number, number] | null,
): Promise<Row[]> {
  const times = new Map<Tool, number[]>();
  const rows = new Map<Tool, Row>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const tool of tools) {
      const before = rows.get(tool);
      const isTurned = image.startsWith("turned-");
      // Slow as it is, it is asked for what it is for.
      const spared =
        tool === "jsquash" &&
        (type !== "image/jpeg" || (size && size[0] * size[1] > JSQUASH_PIXELS));
      // That each is upright is asked of ours alone.
      const notAsked = isTurned && (tool !== "attache" || round > 0);
      if (spared || notAsked || before?.outcome.error) continue;
      if (before && (tool === "jsquash" || before.outcome.ms > SLOW_MS)) continue;
      const file = `${image}.${tool}`;
      const task: Task = {
        tool,
        url: `/image/${image}`,
        name: image,
        type,
        out: `/out/${file}`,
        budget: order.budget,
        worker: `/site/pkg/${order.worker}`,
      };
      await page.evaluate((asked) => window.bench.take(asked), task);
      const work = (): Promise<Outcome> =>
        Promise.race([
          page.evaluate((asked) => window.bench.run(asked), task),
          new Promise<Outcome>((late) =>
            setTimeout(late, GIVE_UP_MS, { ms: GIVE_UP_MS, bytes: 0, type: "", error: "too slow" }),
          ),
        ]);
      // A trace tells work from waiting, and takes seconds: ours is held to a goal, the peers are
      // told of by the browser's own measure, which begins at 50 ms.
      let outcome: Outcome | undefined;
      let blocked = before?.blocked ?? 0;
      if (tool === "attache" && !before && !isTurned) {
        const watched = async () => {
          outcome = await work();
        };
        blocked = (await reportBlocks(page, watched)).longest;
      }
      outcome ??= await work();
      if (tool !== "attache") blocked = Math.max(blocked, outcome.longTask ?? 0);
      say(`${image} ${tool} ${Math.round(outcome.ms)} ms ${outcome.error ?? outcome.bytes}`);
      if (outcome.error === "too slow") await page.reload();
      times.set(tool, [...(times.get(tool) ?? []), outcome.ms]);
      rows.set(tool, {
        image,
        tool,
        outcome,
        runs: 1,
        blocked,
        file,
      });
    }
  }
  return [...rows.values()].map((row) => {
    const sorted = times.get(row.tool)!.sort((a, b) => a - b);
    // Of two the first, which is warm no less than the second and not the later of a busier moment.
    const ms = sorted[Math.floor((sorted.length - 1) / 2)]!;
    return { ...row, runs: sorted.length, outcome: { ...row.outcome, ms } };
  });
}

/** Has the browser write a file's pixels beside the outcomes; null for what it cannot read, and what moves. */
async function look(
  page: Page,
  from: string,
  type: string,
  raw: string,
): Promise<[number, number] | null> {
  if (type === "image/gif") return null;
  const asked = { url: from, type, out: `/out/${raw}` };
  return page.evaluate((file) => window.bench.pixels(file), asked).catch(() => null);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function listen(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(404).end(String(error));
    });
  });
  await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
  const { port } = server.address() as { port: number };
  return { server, url: `http://127.0.0.1:${port}` };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = decodeURIComponent(new URL(request.url!, "http://bench").pathname);
  const [, room, ...rest] = path.split("/");
  const name = rest.join("/");
  if (request.method === "POST") {
    await pipeline(request, createWriteStream(join(order.out, basename(name))));
    response.writeHead(204).end();
    return;
  }
  if (room === "page.html") {
    response.writeHead(200, { "content-type": "text/html" });
    response.end('<!doctype html><script type="module" src="/bundle/page.js"></script>');
    return;
  }
  const part = parts[name];
  const folder = { image: order.images, out: order.out, site: order.site, bundle: order.bundle }[room!];
  const file = part ? join(order.modules, part) : join(folder ?? "/nowhere", name);
  const type = served[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "content-length": statSync(file).size });
  await pipeline(createReadStream(file), response);
}
