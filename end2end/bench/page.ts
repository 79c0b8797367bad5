// The page of the bench: runs one tool on one picture and tells how long it took.
import imageCompression from "browser-image-compression";
import Compressor from "compressorjs";
import pica from "pica";
import { EDGE, fitted, searchQuality } from "./search";
import type { Made, Outcome, Task, Tool } from "./wire";

const TYPES = ["jpeg", "png", "gif"];
/** The longest edge that a channel takes of us. */
const MAX_EDGE = 2560;

type Run = (file: File, task: Task) => Promise<Made>;

const run: Record<Tool, Run> = {
  attache: ours,
  canvas: inWorker,
  jsquash: inWorker,

  async "browser-image-compression"(file, { budget }) {
    const blob = await imageCompression(file, {
      maxSizeMB: budget / 1024 / 1024,
      useWebWorker: true,
      libURL: new URL("/peer/browser-image-compression.js", location.href).href,
    });
    return { blob };
  },

  // It has no budget: tried at ever lower qualities, as its users do.
  async compressorjs(file, { budget }) {
    let encodes = 0;
    for (const quality of [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]) {
      const blob = await new Promise<Blob>((success, error) => {
        new Compressor(file, { quality, maxWidth: EDGE, maxHeight: EDGE, success, error });
      });
      encodes += 1;
      if (blob.size <= budget || quality === 0.4) return { blob, encodes };
    }
    throw new Error("unreachable");
  },

  async pica(file, { budget }) {
    const image = await createImageBitmap(file);
    const canvas = Object.assign(document.createElement("canvas"), fitted(image.width, image.height));
    const resizer = pica();
    await resizer.resize(image, canvas);
    image.close();
    return searchQuality(budget, (quality) => resizer.toBlob(canvas, "image/jpeg", quality));
  },
};

let worker: Worker | undefined;
let peers: Worker | undefined;
let jobs = 0;

/** As the tray asks it, with the preview that the tray shows. */
function ours(file: File, { budget, worker: url }: Task): Promise<Made> {
  worker ??= new Worker(url, { type: "module" });
  const id = (jobs += 1);
  return new Promise((done, failed) => {
    worker!.onerror = (event) => failed(new Error(event.message || "the worker broke"));
    worker!.onmessage = ({ data }) => {
      if (data.id !== id) return;
      if (data.kind === "failed") failed(new Error(data.code));
      if (data.kind !== "done") return;
      const { bytes, mime, memory, encodes } = data;
      done({ blob: new Blob([bytes], { type: mime }), memory, encodes });
    };
    const limits = { max_bytes: budget, max_edge: MAX_EDGE, types: TYPES };
    worker!.postMessage({ id, kind: "fit", file, budget: limits, preview_edge: 256 });
  });
}

function inWorker(file: File, { tool, budget }: Task): Promise<Made> {
  peers ??= new Worker("/bundle/peers.js", { type: "module" });
  return new Promise((done, failed) => {
    peers!.onerror = (event) => failed(new Error(event.message || "the worker broke"));
    peers!.onmessage = ({ data }) => (data.error ? failed(new Error(data.error)) : done(data));
    peers!.postMessage({ tool, file, budget });
  });
}

async function fetched(task: { url: string; name: string; type: string }): Promise<File> {
  const bytes = await (await fetch(task.url)).arrayBuffer();
  return new File([bytes], task.name, { type: task.type });
}

const bench = {
  /** The file of a task, in the page's hand before time is kept. */
  async take(task: Task): Promise<void> {
    held = await fetched(task);
  },

  async run(task: Task): Promise<Outcome> {
    let longTask: number | undefined;
    const watch = new PerformanceObserver((list) => {
      const longest = Math.max(...list.getEntries().map(({ duration }) => duration));
      longTask = Math.round(Math.max(longTask ?? 0, longest));
    });
    watch.observe({ type: "longtask" });
    const start = performance.now();
    try {
      const { blob, encodes, memory } = await run[task.tool](held!, task);
      const ms = performance.now() - start;
      await fetch(task.out, { method: "POST", body: blob });
      return { ms, bytes: blob.size, type: blob.type, encodes, memory, longTask };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ms: performance.now() - start, bytes: 0, type: "", longTask, error: message };
    } finally {
      watch.disconnect();
    }
  },

  /** What this browser sees in a file, upright and in sRGB, as bare pixels. */
  async pixels(file: { url: string; type: string; out: string }): Promise<[number, number]> {
    const image = await createImageBitmap(await fetched({ ...file, name: "" }));
    const { width, height } = image;
    const ink = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })!;
    ink.drawImage(image, 0, 0);
    image.close();
    const head = new Uint32Array([width, height]);
    const body = new Blob([head, ink.getImageData(0, 0, width, height).data]);
    await fetch(file.out, { method: "POST", body });
    return [width, height];
  },
};

let held: File | undefined;

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
