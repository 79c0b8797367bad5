// What pages cost on the wire, as the server sends it with brotli.
import { request as get } from "node:http";
import { openInbox, ready, startChat, widgetKey, words } from "./support/actions";
import { expect, test } from "./support/fixtures";
import { png } from "./support/pictures";
import type { Page } from "@playwright/test";

interface Wire {
  status: number;
  bytes: number;
  encoding: string | undefined;
  cache: string | undefined;
}

test("item 6: the loader is at most 2 KB", async ({ desk }) => {
  const loader = await onTheWire(`${desk.url}/widget.js`);
  report({ [`${desk.url}/widget.js`]: loader });
  expect(loader.encoding).toBe("br");
  expect(loader.bytes).toBeLessThanOrEqual(2048);
});

test("item 6: the widget's page with all it loads before a picture is picked is at most 120 KB", async ({
  desk,
  page,
}) => {
  const loaded = await loadedBy(page, async () => {
    await page.goto(`${desk.url}/widget/${widgetKey}`, { waitUntil: "networkidle" });
    await ready(page);
  });
  expect(Object.keys(loaded).filter((url) => /image-worker|workshop/.test(url))).toEqual([]);
  report(loaded);
  expect(total(loaded)).toBeLessThanOrEqual(120_000);
});

test("item 4: the inbox's wasm, JavaScript and CSS are at most 260 KB", async ({ agent, desk }) => {
  const loaded = await loadedBy(agent, async () => openInbox(agent, desk));
  const code = Object.fromEntries(
    Object.entries(loaded).filter(([url]) => new URL(url).pathname.startsWith("/pkg/")),
  );
  expect(Object.keys(code).some((url) => url.endsWith(".wasm"))).toBe(true);
  expect(Object.keys(code).filter((url) => /image-worker|workshop/.test(url))).toEqual([]);
  report(code);
  expect(total(code)).toBeLessThanOrEqual(260_000);
});

test("item 2: assets are named by their content, compressed beforehand, and kept for good", async ({
  agent,
  desk,
}) => {
  const loaded = await loadedBy(agent, async () => openInbox(agent, desk));
  const assets = Object.entries(loaded).filter(([url]) =>
    new URL(url).pathname.startsWith("/pkg/"),
  );
  expect(assets.length).toBeGreaterThanOrEqual(3);
  for (const [url, wire] of assets) {
    expect(new URL(url).pathname, "a hash in the name").toMatch(
      /[.-][0-9A-Za-z_-]{8,}\.(js|wasm|css)$/,
    );
    expect(wire.cache, url).toMatch(/max-age=31536000.*immutable/);
    expect(wire.encoding, url).toBe("br");
    expect((await onTheWire(url, "gzip")).encoding, url).toBe("gzip");
    expect((await onTheWire(url, "identity")).encoding, url).toBeUndefined();
  }
});

test("item 5: the picture worker is fetched with the first picture and not before", async ({
  desk,
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  page.on("worker", (worker) => asked.push(new URL(worker.url()).pathname));
  await startChat(page, desk, words("No picture yet"));
  expect(asked.filter((path) => path.includes("image-worker"))).toEqual([]);
  await page.getByTestId("file-input").setInputFiles({
    name: "dot.png",
    mimeType: "image/png",
    buffer: Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
  });
  await expect(page.getByTestId("tile")).toHaveAttribute("data-state", "ready", {
    timeout: 60_000,
  });
  expect(asked.some((path) => path.includes("image-worker"))).toBe(true);
});

test("item 1: what the first picture fetches of the worker is at most 250 KB, and no other decoder", async ({
  desk,
  page,
}) => {
  await page.goto(`${desk.url}/widget/${widgetKey}`);
  await ready(page);
  const loaded = await loadedBy(page, async () => {
    await page.getByTestId("file-input").setInputFiles({
      name: "dot.png",
      mimeType: "image/png",
      buffer: png(30, 20, [1, 2, 3]),
    });
    await expect(page.getByTestId("tile")).toHaveAttribute("data-state", "ready");
  });
  const worker = Object.fromEntries(
    Object.entries(loaded).filter(([url]) => /\/(image-worker|codec)-/.test(url)),
  );
  report(worker);
  expect(Object.keys(worker).filter((url) => url.endsWith(".wasm"))).toHaveLength(1);
  expect(Object.keys(worker).filter((url) => url.includes("codec"))).toEqual([]);
  expect(total(worker)).toBeLessThanOrEqual(250_000);
});

/** Every address of the desk that a page asks for by GET, with its bytes on the wire. */
async function loadedBy(page: Page, what: () => Promise<void>): Promise<Record<string, Wire>> {
  const asked = new Set<string>();
  const streams = /\/live(\?|$)/;
  const calls: { url: string; bytes: number }[] = [];
  page.on("request", (request) => {
    if (request.method() === "GET" && !streams.test(request.url())) asked.add(request.url());
  });
  page.on("requestfinished", async (request) => {
    if (request.method() === "GET" || streams.test(request.url())) return;
    const sizes = await request.sizes().catch(() => undefined);
    calls.push({
      url: `${request.method()} ${request.url()}`,
      bytes: sizes?.responseBodySize ?? 0,
    });
  });
  await what();
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const loaded: Record<string, Wire> = {};
  for (const url of asked) {
    if (url.startsWith("http")) loaded[url] = await onTheWire(url, "br", cookie);
  }
  for (const { url, bytes } of calls) {
    loaded[url] = { status: 200, bytes, encoding: undefined, cache: undefined };
  }
  return loaded;
}

/** What the server sends for an address, undone by nobody. */
function onTheWire(url: string, encoding = "br", cookie = ""): Promise<Wire> {
  return new Promise((answer, failed) => {
    const asking = get(url, { headers: { "accept-encoding": encoding, cookie } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () =>
        answer({
          status: response.statusCode ?? 0,
          bytes,
          encoding: response.headers["content-encoding"],
          cache: response.headers["cache-control"],
        }),
      );
    });
    asking.on("error", failed);
    asking.end();
  });
}

function total(loaded: Record<string, Wire>): number {
  return Object.values(loaded).reduce((sum, { bytes }) => sum + bytes, 0);
}

function report(loaded: Record<string, Wire>): void {
  const rows = Object.entries(loaded).map(([url, { bytes, encoding }]) => {
    const path = url.replace(/https?:\/\/[^/]+/, "");
    return `${String(bytes).padStart(8)}  ${(encoding ?? "-").padEnd(8)}  ${path}`;
  });
  console.log(
    `${test.info().title}\n${rows.join("\n")}\n${String(total(loaded)).padStart(8)}  in all`,
  );
}
