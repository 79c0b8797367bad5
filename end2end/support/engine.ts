// The picture worker itself, without a page of ours around it: what it is given, and all that it says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { widgetKey } from "./actions";
import { checkout, type Desk } from "./desk";

/** A picture for the worker. */
export interface Job {
  /** Its bytes, or how a JPEG of that size is drawn on the spot. */
  file: Buffer | { width: number; height: number };
  types?: ("jpeg" | "png" | "gif" | "webp")[];
  max_bytes?: number;
  max_edge?: number;
}

/** What became of it. */
export interface Outcome {
  code?: string;
  message?: string;
  bytes: Buffer;
  mime: string;
  width: number;
  height: number;
  /** Bytes of linear memory. */
  memory: number;
  preview: Buffer;
  preview_mime: string;
  turned_upright: boolean;
  /** How often pixels were encoded. */
  encodes: number;
  from: { mime: string; bytes: number; width: number; height: number };
}

/** Something the worker said, by the place of the job it was about. */
export interface Note {
  job: number;
  kind: "progress" | "done" | "failed";
  stage?: "decode" | "resize" | "encode";
  fraction?: number;
}

/** Where a file of the site is served. */
export function siteFile(logical: string): string {
  const site = process.env.ATTACHE_SITE ?? join(checkout, "target/site");
  const manifest = JSON.parse(readFileSync(join(site, "manifest.json"), "utf8"));
  return `/pkg/${manifest[logical]}`;
}

/**
 * Hands all pictures to a fresh worker at once; the one named by `cancel` is cancelled with its first sign of
 * life. Answers when all of them are answered.
 */
export async function prepare(
  page: Page,
  desk: Desk,
  jobs: Job[],
  { cancel }: { cancel?: number } = {},
): Promise<{ notes: Note[]; outcomes: Outcome[] }> {
  // A page whose policy lets it start the worker.
  await page.goto(`${desk.url}/widget/${widgetKey}`);
  const told = jobs.map(({ file, types = ["jpeg", "png"], ...rest }) => ({
    max_bytes: 600_000,
    max_edge: 2560,
    types,
    ...rest,
    file: Buffer.isBuffer(file) ? file.toString("base64") : file,
  }));
  const { notes, answers } = await page.evaluate(
    async ({ address, pictures, canceled }) => {
      const base64 = (bytes?: Uint8Array) => {
        let text = "";
        for (let at = 0; bytes && at < bytes.length; at += 0x8000) {
          text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
        }
        return btoa(text);
      };
      /** Stripes and noise: as large a file as a photo is. */
      const draw = async ({ width, height }: { width: number; height: number }) => {
        const canvas = new OffscreenCanvas(width, height);
        const ink = canvas.getContext("2d")!;
        const tile = new OffscreenCanvas(512, 512);
        const dots = new ImageData(512, 512);
        let seed = 1;
        dots.data.forEach((_, at) => {
          seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
          dots.data[at] = at % 4 === 3 ? 255 : 90 + (at % 4) * 20 + (seed >>> 27);
        });
        tile.getContext("2d")!.putImageData(dots, 0, 0);
        ink.fillStyle = ink.createPattern(tile, "repeat")!;
        ink.fillRect(0, 0, width, height);
        return canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
      };
      const files = await Promise.all(
        pictures.map(({ file }) =>
          typeof file === "string"
            ? new Blob([Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0))])
            : draw(file),
        ),
      );
      const worker = new Worker(address, { type: "module" });
      const notes: { job: number; kind: string; stage?: string; fraction?: number }[] = [];
      const answers: Record<string, unknown>[] = [];
      await new Promise<void>((finished, broken) => {
        worker.onerror = (event) => broken(new Error(event.message || "The worker did not start."));
        worker.onmessage = ({ data }) => {
          const { id, kind, stage, fraction } = data;
          if (kind === "progress" && id === canceled && !notes.some(({ job }) => job === id)) {
            worker.postMessage({ id, kind: "cancel" });
          }
          notes.push({ job: id, kind, stage, fraction });
          if (kind === "progress") return;
          const [bytes, preview] = [base64(data.bytes), base64(data.preview)];
          answers[id] = { ...data, bytes, preview };
          if (Object.keys(answers).length === files.length) finished();
        };
        pictures.forEach(({ file: _, ...budget }, id) =>
          worker.postMessage({ id, kind: "fit", file: files[id], budget, preview_edge: 256 }),
        );
      });
      worker.terminate();
      return { notes, answers };
    },
    { address: siteFile("image-worker.js"), pictures: told, canceled: cancel },
  );
  const buffer = (base64: unknown) => Buffer.from(String(base64), "base64");
  const outcomes = answers.map((answer) => ({
    ...answer,
    bytes: buffer(answer.bytes),
    preview: buffer(answer.preview),
  }));
  return { notes: notes as Note[], outcomes: outcomes as unknown as Outcome[] };
}
