// The editor's looks at a picture: zoom, before and after with bytes, what matters in it; and that
// the picture as it was before it was edited goes nowhere.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./support/fixtures";
import {
  attach,
  composer,
  filesReady,
  messageWith,
  openInbox,
  rowsOf,
  send,
  sendButton,
  startChat,
  tiles,
  words,
} from "./support/actions";
import {
  apply,
  black,
  bytesAtEnd,
  drag,
  edit,
  editPlain,
  far,
  onScreen,
  originalOf,
  sides,
  tool,
} from "./support/editor";
import type { Locator, Page } from "@playwright/test";

test("item 3: the picture is zoomed by keys, button and wheel, moved, and a box lands where it was drawn", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("Closer"));
  await editPlain(page, lab, 1600, 1200);
  const zoom = page.getByTestId("zoom");
  await expect(zoom).not.toHaveText("100 %");
  const fits = await zoom.textContent();
  await page.keyboard.press("1");
  await expect(zoom).toHaveText("100 %");
  await page.keyboard.press("-");
  await expect(zoom).not.toHaveText("100 %");
  await page.keyboard.press("0");
  await expect(zoom).toHaveText(fits!);
  await zoom.click();
  await expect(zoom).toHaveText("100 %");
  await zoom.click();
  await expect(zoom).toHaveText(fits!);

  // With Ctrl, as a pinch on a touchpad is told, the wheel zooms at the pointer.
  const target = await onScreen(page, [800, 600]);
  await page.mouse.move(target.x, target.y);
  await page.keyboard.down("Control");
  for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  await expect(zoom).not.toHaveText(fits!);
  const stayed = await onScreen(page, [800, 600]);
  expect(Math.abs(stayed.x - target.x)).toBeLessThan(3);
  expect(Math.abs(stayed.y - target.y)).toBeLessThan(3);
  // Without, it moves the picture.
  await page.mouse.wheel(0, 60);
  await expect
    .poll(async () => Math.round((await onScreen(page, [800, 600])).y - stayed.y))
    .toBeLessThan(-50);
  // So does a pointer while the space bar is held; nothing is drawn, no button is pressed.
  await page.getByRole("button", { name: "Turn clockwise" }).focus();
  const held = await onScreen(page, [800, 600]);
  await page.mouse.move(held.x, held.y);
  await page.keyboard.down("Space");
  await page.mouse.down();
  await page.mouse.move(held.x + 40, held.y + 30, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up("Space");
  const moved = await onScreen(page, [800, 600]);
  expect(Math.abs(moved.x - held.x - 40)).toBeLessThan(3);
  await expect(page.getByTestId("hidden-part")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();

  const [a, b] = [await onScreen(page, [790, 590]), await onScreen(page, [830, 610])];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps: 3 });
  await page.mouse.up();
  const [x, y, width, height] = await sides(page.getByTestId("hidden-part"));
  for (const [is, wanted] of [
    [x!, 790],
    [y!, 590],
    [width!, 40],
    [height!, 20],
  ] as const) {
    expect(Math.abs(is - wanted), `${is} and not ${wanted}`).toBeLessThanOrEqual(2);
  }
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
});

test("item 3: before and after are compared, with bytes and a choice that the tile keeps", async ({
  desk,
  lab,
  page,
}) => {
  test.setTimeout(180_000);
  await startChat(page, desk, words("How many bytes"));
  await attach(page, await lab.phonePhoto());
  await filesReady(page, 1);
  await edit(page);
  await tool(page, "Compare before and after");
  const bytes = page.getByTestId("compare-bytes");
  const automatic = await choose(page, "Automatic", "automatic");
  await expect(bytes).toHaveText(/→/);
  expect(bytesAtEnd((await page.getByTestId("tile-size").textContent())!)).toBe(automatic);

  // The slider by keyboard: more of the picture as it was.
  const slider = page.getByRole("slider", { name: "How much is shown as it was before" });
  const before = page.getByTestId("before");
  const [, , half] = await sides(before);
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  expect((await sides(before))[2]!).toBeGreaterThan(half!);
  await page.keyboard.press("Home");
  expect((await sides(before))[2]).toBe(0);
  await page.keyboard.press("End");
  expect((await sides(page.getByTestId("after")))[2]).toBe(0);

  const smaller = await choose(page, "Smaller", "smaller");
  expect(smaller).toBeLessThanOrEqual(200_000);
  expect(smaller).toBeGreaterThan(100_000);
  const sharper = await choose(page, "Sharper text", "sharper");
  expect(sharper).toBeGreaterThan(300_000);
  expect(sharper).toBeLessThanOrEqual(600_000);
  console.log(`a 12-megapixel photo: automatic ${automatic}, sharper ${sharper}, smaller ${smaller}`);

  await page.getByRole("radio", { name: "Smaller" }).check();
  await apply(page);
  const size = await page.getByTestId("tile-size").textContent();
  expect(bytesAtEnd(size!)).toBe(smaller);
  await edit(page);
  await page.keyboard.press("v");
  await expect(page.getByRole("radio", { name: "Smaller" })).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("editor")).toHaveCount(0);
});

test("item 3: a text screenshot has its bytes for each choice, too", async ({ desk, lab, page }) => {
  test.setTimeout(120_000);
  await startChat(page, desk, words("Letters"));
  const jpeg = await textScreenshot(page);
  await attach(page, lab.file("screen.jpg", jpeg));
  await filesReady(page, 1);
  await edit(page);
  await page.keyboard.press("v");
  const found = {
    automatic: await choose(page, "Automatic", "automatic"),
    sharper: await choose(page, "Sharper text", "sharper"),
    smaller: await choose(page, "Smaller", "smaller"),
  };
  console.log("a screenshot of text", found);
  expect(found.smaller).toBeLessThanOrEqual(200_000);
  expect(found.sharper).toBeLessThanOrEqual(600_000);
  await page.keyboard.press("Escape");
});

test("item 3: the choice is honoured when a budget is shared anew, and can be made for all", async ({
  agent,
  desk,
  lab,
}) => {
  test.setTimeout(180_000);
  await openInbox(agent, desk);
  await rowsOf(agent, "SMS").first().click();
  await attach(agent, await lab.phonePhoto());
  await filesReady(agent, 1);
  await edit(agent);
  await agent.keyboard.press("v");
  // Alone it has nobody to choose for.
  await expect(agent.getByRole("checkbox", { name: /^The same quality/ })).toHaveCount(0);
  await agent.getByRole("radio", { name: "Smaller" }).check();
  await apply(agent);
  const size = (tile: Locator): Promise<number> =>
    tile.getByTestId("tile-size").textContent().then((text) => bytesAtEnd(text!));
  expect(await size(tiles(agent).first())).toBeLessThanOrEqual(200_000);

  // It wants no more than it has, although there were 600 KB for it: the rest is the other's.
  const other = { width: 2400, height: 1800, type: "image/jpeg" } as const;
  await attach(agent, lab.file("other.jpg", await lab.draw(other)));
  await filesReady(agent, 2);
  const first = await size(tiles(agent).first());
  expect(first).toBeLessThanOrEqual(200_000);
  const second = await size(tiles(agent).nth(1));
  expect(second).toBeGreaterThan(150_000);
  expect(first + second).toBeLessThanOrEqual(601_000);

  await tiles(agent).first().getByTestId("edit-picture").click();
  await agent.keyboard.press("v");
  await agent.getByRole("checkbox", { name: /^The same quality/ }).check();
  await apply(agent);
  await expect
    .poll(() => size(tiles(agent).nth(1)), { timeout: 60_000 })
    .toBeLessThanOrEqual(Math.min(second - 1, 200_000));
});

test("item 3: while an edit is being made nothing is sent, and then the edited picture", async ({
  desk,
  lab,
  page,
}) => {
  await holdEdits(page, "hold");
  const text = words("Only once it is black");
  await startChat(page, desk, words("Wait"));
  await editPlain(page, lab, 800, 600);
  await drag(page, page.getByTestId("editor-stage"), [0.4, 0.4], [0.6, 0.6]);
  await tool(page, "Apply");
  await expect(page.getByTestId("tile")).toHaveAttribute("data-state", "preparing");
  await composer(page).fill(text);
  await expect(sendButton(page)).toBeDisabled();
  await composer(page).press("Enter");
  await expect(messageWith(page, text)).toHaveCount(0);
  await expect(composer(page)).toHaveValue(text);

  await page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
  await filesReady(page, 1);
  await send(page);
  const sent = await originalOf(page, messageWith(page, text));
  const look = await lab.look(sent, [[0.5, 0.5]]);
  expect(far(look.colours[0]!, black)).toBeLessThan(30);
});

test("item 3: an edit that fails sends nothing of the unedited picture, and can be tried again", async ({
  desk,
  lab,
  page,
}) => {
  await holdEdits(page, "break");
  const text = words("Words without a picture");
  await startChat(page, desk, words("Broken"));
  await editPlain(page, lab, 800, 600);
  await drag(page, page.getByTestId("editor-stage"), [0.4, 0.4], [0.6, 0.6]);
  await tool(page, "Apply");
  const tile = page.getByTestId("tile");
  await expect(tile).toHaveAttribute("data-state", "failed");
  await expect(tile.getByTestId("offer"), "no way round the edit").toHaveText([/again/i]);
  await composer(page).fill(text);
  await send(page);
  await expect(messageWith(page, text)).toBeVisible();
  await expect(messageWith(page, text).getByTestId("picture")).toHaveCount(0);
  await expect(tile).toHaveAttribute("data-state", "failed");

  await page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
  await tile.getByRole("button", { name: /again/i }).click();
  await filesReady(page, 1);
  await expect(tile).toContainText("partly blacked out");
  const later = words("And now with it");
  await composer(page).fill(later);
  await send(page);
  const sent = await originalOf(page, messageWith(page, later));
  const look = await lab.look(sent, [[0.5, 0.5]]);
  expect(far(look.colours[0]!, black)).toBeLessThan(30);
});

test("item 3: how many parts were blacked out goes with the message", async ({ desk, lab, page }) => {
  await startChat(page, desk, words("Count them"));
  await editPlain(page, lab, 800, 600);
  const stage = page.getByTestId("editor-stage");
  await drag(page, stage, [0.1, 0.4], [0.2, 0.6]);
  await drag(page, stage, [0.4, 0.4], [0.6, 0.6]);
  await apply(page);
  const asked = page.waitForRequest((request) => /"redacted"|redacted=/.test(request.postData() ?? ""));
  await send(page);
  expect((await asked).postData()).toMatch(/"redacted":2/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`item 3: nothing serious in the editor, ${colorScheme}`, async ({ desk, lab, person }) => {
    const page = await person({ colorScheme });
    await startChat(page, desk, words("Everybody edits"));
    await editPlain(page, lab, 800, 600);
    await page.keyboard.press("b");
    await page.keyboard.press("a");
    await page.keyboard.press("t");
    await page.keyboard.type("here");
    await examine(page, "with a part, an arrow and a label");
    await page.keyboard.press("Escape");
    await page.keyboard.press("c");
    await examine(page, "with the frame");
    await page.keyboard.press("v");
    await expect(page.getByTestId("compare")).toHaveAttribute("data-made", "automatic");
    await examine(page, "comparing");
    const title = await page.getByRole("button", { name: "Crop" }).getAttribute("title");
    expect(title).toBe("Crop (C)");
  });
}

/** Chooses what matters, and answers with the bytes that come of it. */
async function choose(page: Page, label: string, name: string): Promise<number> {
  await page.getByRole("radio", { name: label }).check();
  const panel = page.getByTestId("compare");
  await expect(panel).toHaveAttribute("data-made", name, { timeout: 60_000 });
  return bytesAtEnd((await panel.getByTestId("compare-bytes").textContent())!);
}

async function examine(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}\n  ${node.html.slice(0, 200)}`),
    );
  expect.soft(bad.join("\n"), where).toBe("");
}

/** Keeps edits from the picture worker until `letGo` is called, or hands it broken files with them. */
async function holdEdits(page: Page, how: "hold" | "break"): Promise<void> {
  await page.addInitScript((how) => {
    const post = Worker.prototype.postMessage;
    let free = false;
    const held: (() => void)[] = [];
    Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: []) {
      const job = message as { edits?: { hidden?: number[] }; file?: Blob };
      if (free || !job.edits?.hidden?.length) return post.call(this, message, ...rest);
      if (how === "break") {
        return post.call(this, { ...job, file: new Blob(["nothing"]) }, ...rest);
      }
      held.push(() => post.call(this, message, ...rest));
    };
    (window as unknown as { letGo: () => void }).letGo = () => {
      free = true;
      for (const go of held) go();
    };
  }, how);
}

/** A screen full of letters, as a JPEG: what a person sends who photographs with a key. */
async function textScreenshot(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1440, 2200);
    const ink = canvas.getContext("2d")!;
    ink.fillStyle = "#fff";
    ink.fillRect(0, 0, 1440, 2200);
    ink.font = "17px sans-serif";
    for (let line = 0; line < 84; line += 1) {
      ink.fillStyle = line % 5 ? "#222" : "#c02020";
      ink.fillText(`${line}: The parcel arrived on Monday, but the cup in it was broken at its handle. ${line * 7919} EUR, please look at the picture.`, 30, 40 + line * 25);
    }
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.97 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(text);
  });
  return Buffer.from(base64, "base64");
}
