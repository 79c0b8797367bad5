// The product's own finder over screenshots with known personal data: how much of it is proposed, how
// many proposals cover nothing of it, and how long it takes. `ATTACHE_FIGURES` names a file for the
// figures; `ATTACHE_SCENES` picks scenes by a part of their name.
import { writeFileSync } from "node:fs";
import { expect, test } from "../../support/fixtures";
import { attach, openInbox, ready } from "../../support/actions";
import { type Box, type Screenshot, covered, letters, screenshot } from "../../support/screenshots";
import { type Scene, scenes } from "./scenes";
import type { Page } from "@playwright/test";

/** A contact of the sample data; each screenshot's takes their place. */
const STAND_IN = "Harriet Lowe";
/** A line of text is hidden when so much of its letters is. */
const HIDDEN = 0.97;
/** A box is wrong when less of it lies over what is marked. */
const RIGHT = 0.4;
/** The languages of the screenshots, as browsers name them. */
const LOCALES = { en: "en-GB", de: "de-DE", it: "it-IT" } as const;

/** What came of one set of screenshots. */
interface Tally {
  kinds: Record<string, { marked: number; covered: number }>;
  boxes: number;
  wrong: number;
  times: number[];
}

test("personal data in screenshots", async ({ browser, desk, lab, ownerSession, person, expectComplaints }) => {
  // Leptonica grumbles on its console about boxes that touch a picture's edge, and reads on.
  expectComplaints(/tesseract-core/);
  const wanted = process.env.ATTACHE_SCENES ?? "";
  const tallies: Record<string, Tally> = {};
  let address = "";
  let shots = 0;
  for (const scene of scenes.filter(({ name }) => name.includes(wanted))) {
    const tally = (tallies[scene.set] ??= { kinds: {}, boxes: 0, wrong: 0, times: [] });
    const page = await person({ storageState: ownerSession, locale: LOCALES[scene.language] });
    address ||= await ticket(page, desk.url);
    await open(page, address, scene);
    const shot = await screenshot(browser, scene);
    shots += 1;
    const { proposed, millis } = await look(page, lab.file(`${shots}.${scene.jpeg ? "jpg" : "png"}`, shot.bytes), shot);
    await page.context().close();
    tally.times.push(millis);
    // Of the held-out ones only the sums are told: who looks at them tunes on them.
    const tell = (what: string) => scene.set === "tuned" && console.log(what);
    for (const { kind, text, boxes: lines } of shot.marks) {
      const count = (tally.kinds[kind] ??= { marked: 0, covered: 0 });
      count.marked += 1;
      const places = proposed.map(({ box }) => box);
      if (lines.every((line) => covered(letters(line), places) >= HIDDEN)) count.covered += 1;
      else tell(`missed  ${scene.name}: ${kind} ${text}`);
    }
    const marked = shot.marks.flatMap((mark) => mark.boxes);
    for (const { box, kind } of proposed) {
      tally.boxes += 1;
      if (covered(box, marked) < RIGHT) {
        tally.wrong += 1;
        tell(`wrong   ${scene.name}: ${kind} at ${box.map(Math.round).join(" ")}`);
      }
    }
    console.log(`${scene.set}: ${scene.name}: ${proposed.length} boxes, ${Math.round(millis)} ms`);
  }
  const figures = Object.entries(tallies).map(([set, { times, ...counts }]) => {
    times.sort((one, other) => one - other);
    return {
      set,
      ...counts,
      screenshots: times.length,
      median_ms: times[Math.floor(times.length / 2)] ?? 0,
      longest_ms: times.at(-1) ?? 0,
    };
  });
  console.log(JSON.stringify(figures, null, 1));
  if (process.env.ATTACHE_FIGURES) writeFileSync(process.env.ATTACHE_FIGURES, JSON.stringify(figures));
  expect(shots).toBeGreaterThan(0);
});

/** The address of a ticket whose contact is the stand-in. */
async function ticket(page: Page, url: string): Promise<string> {
  await openInbox(page, { url }, "?status=closed");
  const link = page.getByTestId("ticket-row").filter({ hasText: STAND_IN }).first();
  return link.evaluate((row) => (row.closest("a") ?? row.querySelector("a"))!.href);
}

/** Opens the ticket, its contact called like the one in the screenshot. */
async function open(page: Page, address: string, scene: Scene): Promise<void> {
  await page.route(/\/tickets\/\d+(\?|$)/, async (route) => {
    const answer = await route.fetch();
    const html = (await answer.text()).replaceAll(STAND_IN, scene.contact);
    await route.fulfill({ response: answer, body: html });
  });
  await page.goto(address);
  await ready(page);
}

/** Lets the editor find what there is, and closes it. */
async function look(
  page: Page,
  file: string,
  shot: Screenshot,
): Promise<{ proposed: { kind: string; box: Box }[]; millis: number }> {
  await attach(page, file);
  await expect(page.getByTestId("tile")).toHaveAttribute("data-state", "ready", { timeout: 60_000 });
  await page.getByTestId("edit-picture").click();
  const begin = performance.now();
  await page.getByTestId("find").click();
  const done = page.getByTestId("find-accept").or(page.getByTestId("find-close"));
  await expect(done).toBeVisible({ timeout: 120_000 });
  const millis = performance.now() - begin;
  const image = page.getByTestId("editor-stage").locator("image");
  const side = async (name: string) => Number(await image.getAttribute(name));
  const [across, down] = [shot.width / (await side("width")), shot.height / (await side("height"))];
  const drawn = await page.getByTestId("proposal").evaluateAll((proposals) =>
    proposals.flatMap((proposal) =>
      Array.from(proposal.querySelectorAll("rect"), (rect) => ({
        kind: proposal.getAttribute("data-kind") ?? "",
        sides: ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name))),
      })),
    ),
  );
  const proposed = drawn.map(({ kind, sides: [x, y, width, height] }) => ({
    kind,
    box: [x! * across, y! * down, width! * across, height! * down] as const,
  }));
  return { proposed, millis };
}
