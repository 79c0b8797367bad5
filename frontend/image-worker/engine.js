// An engine of the picture worker: one picture at a time, from file to file. worker.js starts it, says what the
// messages are, and ends it. What the wasm here has no decoder for is read by decoder.js.

import init, { Picture, memory_held } from "./image-worker-glue.js";

const STAGES = ["decode", "resize", "encode"];

const { promise: wasm, resolve: arrived } = later();
const ready = wasm.then((module) => init({ module_or_path: module }));
let go;

self.onmessage = ({ data }) => {
  if (data.kind === "wasm") arrived(data.module);
  else if (data.kind === "go") go();
  else work(data);
};

async function work({ id, file, budget, edits, preview_edge }) {
  const say = (message, parts = []) =>
    self.postMessage({ id, ...message }, parts.filter(Boolean));
  let told = -1;
  const progress = (stage, fraction) => {
    // The end of a stage comes before the beginning of the next.
    const at = 2 * STAGES.indexOf(stage) + fraction;
    if (at <= told) return; // a second attempt starts from the beginning
    told = at;
    say({ kind: "progress", stage, fraction });
  };
  let picture;
  try {
    await ready;
    picture = new Picture(new Uint8Array(await file.arrayBuffer()));
    const { promise: allowed, resolve } = later();
    go = resolve;
    say({ kind: "weighed", pixels: picture.pixels() });
    await allowed;

    const fit = () =>
      budget ? picture.fit(edits, budget, preview_edge, progress) : picture.strip(preview_edge);
    let made;
    let beside = 0;
    try {
      made = fit();
    } catch (error) {
      if (!error.decoder) throw error;
      const pixels = await decode(file, error);
      beside = pixels.memory + memory_held();
      picture.decoded(pixels);
      made = fit();
    }
    if (!made.preview) {
      const shown = preview(made, preview_edge);
      // What goes as it is may go unseen.
      Object.assign(made, await (budget ? shown : shown.catch(() => ({}))));
    }
    const held = memory_held();
    const done = { kind: "done", ...made, held, memory: Math.max(held, beside) };
    picture.free();
    say(done, [made.bytes.buffer, made.preview?.buffer]);
  } catch (error) {
    say({ kind: "failed", code: codeOf(error), message: String(error?.message ?? error) });
  }
}

/** Has a file decoded by somebody else, who is gone afterwards with all the memory that took. */
function decode(file, { decoder: type, edge }) {
  const { promise, resolve, reject } = later();
  const worker = new Worker(new URL("./image-worker-decoder.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => (data.pixels ? resolve(data.pixels) : reject(data.failed));
  worker.onerror = (event) => {
    event.preventDefault();
    reject({ name: "offline", message: event.message });
  };
  worker.postMessage({ file, type, edge });
  return promise.finally(() => worker.terminate());
}

/** A preview of what passed through as it is, by the browser, which will have to show it anyway. */
async function preview({ bytes, mime, width, height }, edge) {
  const itself = { preview: bytes.slice(), preview_mime: mime };
  if (!("OffscreenCanvas" in self)) return itself;
  const drawn = createImageBitmap(new Blob([bytes], { type: mime }));
  const bitmap = await drawn.catch(({ message }) => {
    throw { name: "unreadable", message };
  });
  const scale = Math.min(1, edge / Math.max(width, height));
  const side = (length) => Math.max(1, Math.round(length * scale));
  const canvas = new OffscreenCanvas(side(width), side(height));
  const ink = canvas.getContext("2d");
  ink.imageSmoothingQuality = "high";
  ink.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob();
  return { preview: new Uint8Array(await blob.arrayBuffer()), preview_mime: blob.type };
}

/** What went wrong, as worker.js lists it. */
function codeOf({ name, message }) {
  if (/^[a-z_]+$/.test(name)) return name;
  if (name === "NotReadableError" || name === "NotFoundError") return "file_gone";
  // Rust ends without a word when memory is refused, and with an Error of ours when it panics.
  if (/unreachable|out of memory|allocat/i.test(message)) return "no_memory";
  return "crashed";
}

function later() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}
