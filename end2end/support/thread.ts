// How long a page's own thread was held, as Chromium traces its tasks. What counts is the time a
// task worked: on a busy machine it also waits for its turn, which no page can help.
import type { Page } from "@playwright/test";

/** What was seen while something went on. */
export interface Blocks {
  /** The longest time a task of the page's thread worked, in ms. */
  longest: number;
  /** The longest time from a task's begin to its end, in ms. */
  longestWaitingIncluded: number;
  /** How many tasks there were. */
  tasks: number;
  /** How long it all went on, in ms. */
  took: number;
}

interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  pid: number;
  tid: number;
  /** When, how long, and how long at work: microseconds. */
  ts: number;
  dur?: number;
  tdur?: number;
}

/** Does something and tells how long the page's thread was held meanwhile. */
export async function reportBlocks(page: Page, what: () => Promise<void>): Promise<Blocks> {
  const browser = page.context().browser()!;
  const categories = ["toplevel", "blink.user_timing"];
  await browser.startTracing(page, { categories });
  await mark(page, "attache-from");
  await what();
  await mark(page, "attache-to");
  const trace = (await browser.stopTracing()).toString();
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };

  const from = find(traceEvents, "attache-from");
  const to = find(traceEvents, "attache-to");
  const tasks = traceEvents.filter(
    (event) =>
      event.pid === from.pid &&
      event.tid === from.tid &&
      event.ph === "X" &&
      event.cat.includes("toplevel") &&
      event.ts >= from.ts &&
      event.ts <= to.ts,
  );
  const longest = (time: (event: TraceEvent) => number | undefined) =>
    Math.round(Math.max(0, ...tasks.map((task) => time(task) ?? 0)) / 1000);
  return {
    longest: longest((task) => task.tdur),
    longestWaitingIncluded: longest((task) => task.dur),
    tasks: tasks.length,
    took: Math.round((to.ts - from.ts) / 1000),
  };
}

async function mark(page: Page, name: string): Promise<void> {
  await page.evaluate((text) => performance.mark(text), name);
}

function find(events: TraceEvent[], name: string): TraceEvent {
  const found = events.find((event) => event.name === name);
  if (!found) throw new Error(`the trace has no ${name}`);
  return found;
}
