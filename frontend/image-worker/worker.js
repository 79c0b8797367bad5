// The picture worker: makes pictures fit a channel's budget, off the page's thread.
//
// The page starts this file as a module worker and talks to it in plain messages:
//
//   page → worker   { id, kind: "fit", file: Blob, budget: { max_bytes, max_edge, types }, preview_edge,
//                     edits?: what src/edits.rs reads }
//                   Without a budget nothing but metadata is taken away.
//                   { id, kind: "cancel" }
//   worker → page   { id, kind: "progress", stage: "decode" | "resize" | "encode", fraction }
//                   { id, kind: "done", bytes, mime, extension, width, height, preview, preview_mime,
//                     from: { mime, bytes, width, height }, memory,
//                     turned_upright, metadata_removed, location_removed, resized, reencoded, encodes }
//                   { id, kind: "failed", code, message }
//                   Without a budget there may be no preview.
//
// Every "fit" is answered by exactly one "done" or "failed"; progress only goes up. `memory` is the bytes of
// linear memory that this picture took at most,
// `encodes` how often pixels were encoded for it, looks at a part included. `code` is one of MediaError's, or
//
//   canceled    it was asked to
//   offline     a part of the worker could not be fetched
//   file_gone   the file cannot be read any more
//   no_memory   the browser gave too little of it
//   crashed     anything else: a mistake of ours
//
// This file is the desk: it keeps the queue and never computes, so it always answers. The work is done by a few
// engines (engine.js). A wasm that is busy cannot hear a cancel, one that panicked is broken for good, and one
// that has worked on a large picture never gives the memory back: in all three cases the desk throws that engine
// away and no other. An engine weighs its picture first and waits to be told to go, so that large ones
// take turns.

// One core is the page's; more than three engines are more memory than a phone has to spare.
const ENGINES = Math.min(Math.max((navigator.hardwareConcurrency ?? 1) - 1, 2), 3);
// Pixels of the pictures that are worked on at the same time; a larger one is worked on alone.
const PIXELS_AT_ONCE = 50_000_000;
// An engine that holds more memory than this after its picture is not kept.
const KEPT_BYTES = 96 * 2 ** 20;
// Engines that have had nothing to do for so long give their memory back.
const IDLE_MS = 20_000;
// After these an engine is not to be trusted any more.
const BROKEN = new Set(["crashed", "no_memory"]);

const queue = [];
// Those with a job stand in the order of their jobs.
const engines = new Set();
let idle = 0;
let wasm = null;

self.onmessage = ({ data }) => {
  if (data.kind === "fit") {
    queue.push(data);
    next();
  } else if (data.kind === "cancel") {
    cancel(data.id);
  }
};

// The wasm loads while the page still reads the file.
start();
next();

/** The wasm, fetched and compiled once for all engines. */
function compiled() {
  wasm ??= WebAssembly.compileStreaming(fetch(new URL("./image-worker.wasm", import.meta.url)));
  // What could not be fetched now perhaps can be the next time.
  wasm.catch(() => (wasm = null));
  return wasm;
}

function start() {
  const worker = new Worker(new URL("./image-worker-engine.js", import.meta.url), { type: "module" });
  const engine = { worker, job: null, pixels: null, goes: false, spoke: false };
  worker.onmessage = ({ data }) => heard(engine, data);
  worker.onerror = (event) => {
    event.preventDefault();
    broke(engine, engine.spoke ? "crashed" : "offline", event.message);
  };
  compiled().then(
    (module) => worker.postMessage({ kind: "wasm", module }),
    (error) => broke(engine, "offline", String(error)),
  );
  engines.add(engine);
  return engine;
}

function drop(engine) {
  engine.worker.terminate();
  engines.delete(engine);
}

/** Gives out what waits to whoever is free. */
function next() {
  clearTimeout(idle);
  while (queue.length > 0) {
    const free = [...engines].find((engine) => !engine.job);
    const engine = free ?? (engines.size < ENGINES ? start() : null);
    if (!engine) return;
    engines.delete(engine);
    engines.add(engine);
    engine.job = queue.shift();
    engine.worker.postMessage(engine.job);
  }
  if (![...engines].some((engine) => engine.job)) {
    idle = setTimeout(() => engines.forEach(drop), IDLE_MS);
  }
}

/** Lets those go whose picture has room beside the others. */
function admit() {
  const going = [...engines].filter((engine) => engine.goes);
  let pixels = going.reduce((sum, engine) => sum + engine.pixels, 0);
  for (const engine of engines) {
    if (engine.pixels === null || engine.goes) continue;
    if (pixels > 0 && pixels + engine.pixels > PIXELS_AT_ONCE) return;
    pixels += engine.pixels;
    engine.goes = true;
    engine.worker.postMessage({ kind: "go" });
  }
}

function heard(engine, data) {
  engine.spoke = true;
  if (data.id !== engine.job?.id) return;
  if (data.kind === "weighed") {
    // A type whose headers nobody here reads may be as large as it likes.
    engine.pixels = Math.max(data.pixels ?? PIXELS_AT_ONCE, 1);
    admit();
    return;
  }
  // What the engine still holds is between it and the desk.
  const { held, ...told } = data;
  self.postMessage(told, [told.bytes?.buffer, told.preview?.buffer].filter(Boolean));
  if (told.kind !== "progress") finished(engine, BROKEN.has(told.code) || held > KEPT_BYTES);
}

function broke(engine, code, message) {
  if (!engines.has(engine)) return; // thrown away already
  if (engine.job) fail(engine.job.id, code, message || "The picture worker ended.");
  finished(engine, true);
}

function finished(engine, worn) {
  Object.assign(engine, { job: null, pixels: null, goes: false });
  if (worn) drop(engine);
  admit();
  next();
}

function cancel(id) {
  const waiting = queue.findIndex((job) => job.id === id);
  const engine = [...engines].find(({ job }) => job?.id === id);
  if (waiting >= 0) queue.splice(waiting, 1);
  else if (!engine) return; // answered already
  fail(id, "canceled", "Canceled.");
  if (engine) finished(engine, true);
}

function fail(id, code, message) {
  self.postMessage({ id, kind: "failed", code, message });
}
