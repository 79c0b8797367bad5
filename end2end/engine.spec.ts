// The picture engine: every kind of picture comes out right, by a decoder that is fetched when it is needed.
import { readFileSync } from "node:fs";
import {
  attach,
  composer,
  filesReady,
  messageWith,
  openInbox,
  rowsOf,
  send,
  tiles,
} from "./support/actions";
import { gifFrames, metadataIn, spliceJpeg } from "./support/bytes";
import { deltaE } from "./support/colours";
import { prepare } from "./support/engine";
import { expect, test } from "./support/fixtures";
import { avif, bmp, heic, inks, printed, quarters, size, tiff } from "./support/formats";
import type { Lab } from "./support/lab";
import { meet } from "./support/meet";
import { phoneSegments } from "./support/metadata";
import { animatedGif, type Colour, glass, png } from "./support/pictures";
import type { Page } from "@playwright/test";

test.setTimeout(180_000);

const blocks = [
  [0.08, 0.06],
  [0.92, 0.06],
  [0.08, 0.94],
] as const;

test("item 1: all eight orientations come out upright", async ({ desk, lab, page }) => {
  const upright = await lab.draw({ width: 480, height: 640, type: "image/jpeg" });
  const files: Buffer[] = [];
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    const lying = await lab.draw({ width: 480, height: 640, type: "image/jpeg", orientation });
    files.push(spliceJpeg(lying, phoneSegments(orientation)));
  }
  const wanted = await lab.look(spliceJpeg(upright, phoneSegments(1)), blocks);
  const { outcomes } = await prepare(
    page,
    desk,
    files.map((file) => ({ file })),
  );
  for (const [index, { bytes, turned_upright }] of outcomes.entries()) {
    const orientation = index + 1;
    const look = await lab.look(bytes, blocks);
    expect([look.width, look.height], `orientation ${orientation}`).toEqual([480, 640]);
    look.colours.forEach((colour, block) => {
      const shift = deltaE(colour, wanted.colours[block]!);
      expect(shift, `orientation ${orientation}, block ${block}`).toBeLessThan(6);
    });
    expect(turned_upright).toBe(orientation > 1);
    expect(metadataIn(bytes)).toEqual([]);
  }
});

test("item 1: a Display P3 photo keeps its colours within ΔE 3", async ({ desk, lab, page }) => {
  const photo = readFileSync(await lab.phonePhoto());
  const [made] = (await prepare(page, desk, [{ file: photo }])).outcomes;
  expect(made!.bytes.length).toBeLessThanOrEqual(600_000);
  const before = await lab.look(photo, blocks);
  const after = await lab.look(made!.bytes, blocks);
  before.colours.forEach((colour, block) => {
    expect(deltaE(colour, after.colours[block]!), `block ${block}`).toBeLessThanOrEqual(3);
  });
});

test("item 1: a transparent PNG stays transparent to e-mail", async ({ agent, desk, lab, page }) => {
  await openInbox(agent, desk);
  await rowsOf(agent, "E-mail").first().click();
  await expect(agent.getByTestId("thread")).toBeVisible();
  // Too large for a mail as it is, so that it is encoded again.
  const picture = glass(2800, 300, [200, 60, 40]);
  await attach(agent, { name: "glass.png", mimeType: "image/png", buffer: picture });
  await filesReady(agent, 1);
  await expect(tiles(agent)).toContainText("glass.png");
  const [made] = (await prepare(page, desk, [{ file: picture }])).outcomes;
  expect(made!.mime).toBe("image/png");
  expect(made!.width).toBe(2560);
  expect(await lab.alpha(made!.bytes)).toEqual([0, 255]);
});

test("item 1: a JPEG in the colours of print looks as its profile says, and fetches no decoder where the browser has one", async ({
  desk,
  lab,
  page,
}) => {
  const asked = requestsOf(page);
  const [made] = (await prepare(page, desk, [{ file: printed() }])).outcomes;
  expect([made!.code, made!.mime]).toEqual([undefined, "image/jpeg"]);
  expect(codecs(asked)).toEqual([]);
  const places = quarters.map(({ at }) => at);
  const { colours } = await lab.look(made!.bytes, places);
  colours.forEach((colour, ink) => {
    expect(deltaE(colour, inks[ink]!), `ink ${ink}`).toBeLessThanOrEqual(3);
  });
});

test("item 1: a picture tells how often it was encoded, a photo that is made to fit three times at most", async ({
  desk,
  lab,
  page,
}) => {
  const photo = readFileSync(await lab.phonePhoto());
  const small = png(40, 30, [1, 2, 3]);
  const { outcomes } = await prepare(page, desk, [{ file: photo }, { file: small }]);
  const [made, passed] = outcomes;
  expect(made!.encodes).toBeGreaterThanOrEqual(1);
  expect(made!.encodes).toBeLessThanOrEqual(3);
  expect(made!.bytes.length).toBeGreaterThan(0.985 * 600_000);
  expect(passed!.encodes).toBe(0);
});

test("item 1: on a channel of JPEG alone what is transparent stands on white", async ({
  desk,
  lab,
  page,
}) => {
  const picture = glass(400, 300, [200, 60, 40]);
  const [made] = (await prepare(page, desk, [{ file: picture, types: ["jpeg"] }])).outcomes;
  expect([made!.code, made!.message, made!.mime]).toEqual([undefined, undefined, "image/jpeg"]);
  const { colours } = await lab.look(made!.bytes, [[0.25, 0.5], [0.75, 0.5]]);
  expect(deltaE(colours[0]!, [255, 255, 255])).toBeLessThan(3);
  expect(deltaE(colours[1]!, [200, 60, 40])).toBeLessThan(4);
});

test("item 1: an animated GIF still moves, shows itself in the tray, and needs no decoder", async ({
  agent,
  desk,
  page,
}) => {
  const text = await meet(agent, page, desk, "It still moves");
  const asked = requestsOf(agent);
  const moving = animatedGif(120, 80, 4);
  await attach(agent, { name: "moves.gif", mimeType: "image/gif", buffer: moving });
  await filesReady(agent, 1);
  const preview = tiles(agent).locator("img");
  await expect(preview).toHaveJSProperty("naturalWidth", 120);
  await sent(agent, page, text);
  expect(codecs(asked)).toEqual([]);
  const [passed] = (await prepare(page, desk, [{ file: moving, types: ["jpeg", "gif"] }])).outcomes;
  expect(gifFrames(passed!.bytes)).toBe(4);
  expect(passed!.preview_mime).toBe("image/png");
});

test("item 1: BMP, TIFF, AVIF and HEIC arrive as pictures, each by a decoder fetched for it", async ({
  agent,
  desk,
  page,
}) => {
  const text = await meet(agent, page, desk, "Of all kinds");
  const asked = requestsOf(agent);
  await attach(agent, { name: "quarters.bmp", mimeType: "image/bmp", buffer: bmp() });
  await filesReady(agent, 1);
  expect(codecs(asked)).toEqual(["codec-plain"]);
  await attach(
    agent,
    { name: "quarters.tif", mimeType: "image/tiff", buffer: tiff() },
    { name: "quarters.avif", mimeType: "image/avif", buffer: avif() },
    // Most browsers do not know the type.
    { name: "quarters.HEIC", mimeType: "", buffer: heic() },
  );
  await filesReady(agent, 4);
  expect(codecs(asked)).toEqual(["codec-heic", "codec-plain"]);
  await sent(agent, page, text);
});

test("item 1: each of them shows what it showed, and so does a WebP that does not fit as it is", async ({
  desk,
  lab,
  page,
}) => {
  // Wider than anything that leaves.
  const webp = await lab.draw({ width: 2600, height: 1300, type: "image/webp" });
  const files = [bmp(), tiff(), avif(), heic(), webp];
  const { outcomes } = await prepare(
    page,
    desk,
    files.map((file) => ({ file })),
  );
  expect(outcomes.map(({ code, message }) => code && message)).toEqual(Array(5).fill(undefined));
  expect(outcomes.map(({ from }) => from.mime)).toEqual([
    "image/bmp",
    "image/tiff",
    "image/avif",
    "image/heic",
    "image/webp",
  ]);
  for (const { bytes } of outcomes.slice(0, 4)) await expectQuarters(lab, bytes);
  const wide = await lab.look(outcomes[4]!.bytes, blocks);
  expect([wide.width, wide.height]).toEqual([2560, 1280]);
  const before = await lab.look(webp, blocks);
  wide.colours.forEach((colour, block) => {
    expect(deltaE(colour, before.colours[block]!), `block ${block}`).toBeLessThan(6);
  });
});

test("item 1: a picture that neither name nor browser know is known by its first bytes", async ({
  agent,
  desk,
  page,
}) => {
  const text = await meet(agent, page, desk, "Nameless");
  await attach(agent, { name: "IMG_0001", mimeType: "", buffer: heic() });
  await filesReady(agent, 1);
  const edit = tiles(agent).getByTestId("edit-picture");
  await expect(edit).toHaveAttribute("aria-label", /IMG_0001\.(jpg|png)/);
  await sent(agent, page, text);
});

test("item 1: a kind of picture that nothing reads says so on its tile, and the others go on", async ({
  agent,
  desk,
  page,
}) => {
  await meet(agent, page, desk, "What is this");
  await attach(
    agent,
    // CIELab colours, which neither browsers nor our decoder know.
    { name: "lab.tiff", mimeType: "image/tiff", buffer: tiff(8) },
    { name: "broken.heic", mimeType: "image/heic", buffer: heic().subarray(0, 300) },
    { name: "plain.png", mimeType: "image/png", buffer: png(300, 200, [200, 80, 40]) },
  );
  await filesReady(agent, 1);
  const failed = agent.locator('[data-testid=tile][data-state="failed"]');
  await expect(failed).toHaveCount(2);
  await expect(failed.nth(0)).toContainText("This browser cannot read this kind of picture.");
  await expect(failed.nth(1)).toContainText("This picture is damaged and cannot be read.");
});

/** Sends what is in the tray, all of which are pictures; the visitor sees them. */
async function sent(agent: Page, page: Page, text: string): Promise<void> {
  const count = await tiles(agent).count();
  await composer(agent).fill(text);
  await send(agent);
  const shown = messageWith(page, text).getByTestId("picture").locator("img:not(.soft)");
  await expect(shown).toHaveCount(count);
  for (let index = 0; index < count; index += 1) {
    await expect(shown.nth(index)).not.toHaveJSProperty("naturalWidth", 0);
  }
}

/** The paths that a page and its workers ask for from now on. */
function requestsOf(page: Page): string[] {
  const asked: string[] = [];
  page.context().on("request", (request) => asked.push(new URL(request.url()).pathname));
  return asked;
}

/** The decoders among them. */
function codecs(asked: string[]): string[] {
  const names = asked.flatMap((path) => /codec-[a-z]+(?=-[0-9a-f]+\.wasm)/.exec(path) ?? []);
  return [...new Set(names)].sort();
}

async function expectQuarters(lab: Lab, file: Buffer): Promise<void> {
  const look = await lab.look(
    file,
    quarters.map(({ at }) => at),
  );
  expect([look.width, look.height]).toEqual([size.width, size.height]);
  look.colours.forEach((colour: Colour, quarter) => {
    expect(deltaE(colour, quarters[quarter]!.colour), `quarter ${quarter}`).toBeLessThan(6);
  });
}
