// The picture worker: makes pictures fit a channel's budget, off the page's thread.
//
// The page starts this file as a module worker and talks to it in plain messages:
//
//   page → worker   { id, kind: "fit", file: Blob, budget: { max_bytes, max_edge, types }, preview_edge,
//                     edits?: { turns, crop: number[], hidden: number[] } }
//                   { id, kind: "cancel" }
//   worker → page   { id, kind: "progress", stage: "decode" | "resize" | "encode", fraction }
//                   { id, kind: "done", bytes, mime, extension, width, height, preview, preview_mime,
//                     from: { mime, bytes, width, height },
//                     turned_upright, metadata_removed, location_removed, resized, reencoded }
//                   { id, kind: "failed", code, message }
//
// Every "fit" is answered by exactly one "done" or "failed", in the order asked. `code` is one of
// MediaError's, or "canceled", or "crashed".
//
// The file plays two parts. What the page starts is the desk: it keeps the queue and never computes, so it
// always answers. It starts the same file once more, under ENGINE's name, to do the work. A wasm that is busy
// cannot hear a cancel, one that panicked is broken for good, and one that has worked on a large picture never
// gives the memory back: in all three cases the desk throws the engine away and starts another.

import init, { fit } from "./image-worker-glue.js";

const ENGINE = "engine";
// An idle engine gives its memory back after this long.
const IDLE_MS = 20_000;

if (self.name === ENGINE) {
  runEngine();
} else {
  runDesk();
}

// The engine: one job at a time, in the order of the messages.
function runEngine() {
  const ready = init({ module_or_path: new URL("./image-worker.wasm", import.meta.url) });
  self.onmessage = async ({ data: { id, file, budget, preview_edge, edits } }) => {
    const progress = (stage, fraction) => self.postMessage({ id, kind: "progress", stage, fraction });
    try {
      await ready;
      const bytes = new Uint8Array(await file.arrayBuffer());
      const { turns = 0, crop = [], hidden = [] } = edits ?? {};
      const { max_bytes, max_edge, types } = budget;
      const made = fit(bytes, turns, crop, hidden, max_bytes, max_edge, types, preview_edge, progress);
      self.postMessage({ id, kind: "done", ...made }, [made.bytes.buffer, made.preview.buffer]);
    } catch (error) {
      // A trap is a RuntimeError: a panic, or memory that was not to be had. What else goes wrong outside
      // the picture (the wasm did not load, the file cannot be read) is no better for trying on.
      const known = error instanceof Error && /^[a-z_]+$/.test(error.name);
      self.postMessage({
        id,
        kind: "failed",
        code: known ? error.name : "crashed",
        message: String(error?.message ?? error),
      });
    }
  };
}

// The desk: a queue, and an engine when there is work.
function runDesk() {
  const queue = [];
  let engine = null;
  let current = null;
  let idle = 0;

  const start = () => {
    engine = new Worker(import.meta.url, { type: "module", name: ENGINE });
    engine.onmessage = ({ data }) => {
      if (data.kind === "progress") {
        self.postMessage(data);
        return;
      }
      if (data.code === "crashed") stop();
      answer(data);
    };
    engine.onerror = (event) => {
      event.preventDefault();
      stop();
      if (current) fail(current.id, "crashed", event.message || "The picture worker did not start.");
      current = null;
      next();
    };
  };

  const stop = () => {
    engine?.terminate();
    engine = null;
  };

  const answer = (message) => {
    const buffers = [message.bytes?.buffer, message.preview?.buffer].filter(Boolean);
    self.postMessage(message, buffers);
    current = null;
    next();
  };

  const fail = (id, code, message) => self.postMessage({ id, kind: "failed", code, message });

  const next = () => {
    clearTimeout(idle);
    if (current) return;
    current = queue.shift() ?? null;
    if (!current) {
      idle = setTimeout(stop, IDLE_MS);
      return;
    }
    if (!engine) start();
    engine.postMessage(current);
  };

  const cancel = (id) => {
    const waiting = queue.findIndex((job) => job.id === id);
    if (waiting >= 0) {
      queue.splice(waiting, 1);
    } else if (current?.id === id) {
      stop();
      current = null;
    } else {
      return; // answered already
    }
    fail(id, "canceled", "Canceled.");
    next();
  };

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
  idle = setTimeout(stop, IDLE_MS);
}
