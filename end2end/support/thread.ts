// How long a page's own thread was held: long tasks as the browser reports them, from 50 ms on.
import type { Page } from "@playwright/test";

/** What was seen while something went on. */
export interface Blocks {
  /** How long it went on, in ms. */
  took: number;
  /** The longest task on the page's thread, in ms; 0 when none reached 50. */
  longest: number;
}

declare global {
  interface Window {
    longTasks?: { start: number; took: number }[];
  }
}

/** Has a page keep book of its long tasks, from its next load on. */
export async function watchBlocks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: { start: number; took: number }[] = [];
    window.longTasks = tasks;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        tasks.push({ start: entry.startTime, took: entry.duration });
    }).observe({ type: "longtask", buffered: true });
  });
}

/** Does something and tells how long the page's thread was held meanwhile. */
export async function reportBlocks(page: Page, what: () => Promise<void>): Promise<Blocks> {
  const from = await page.evaluate(() => performance.now());
  await what();
  return page.evaluate((start) => {
    const tasks = (window.longTasks ?? []).filter((task) => task.start + task.took >= start);
    const longest = tasks.reduce((most, task) => Math.max(most, Math.round(task.took)), 0);
    return { took: Math.round(performance.now() - start), longest };
  }, from);
}
