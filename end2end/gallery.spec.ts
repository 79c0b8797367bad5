// The large view: by mouse and by keyboard, through all pictures of a conversation. What fingers
// do is in phone-gallery.spec.ts.
import { readFileSync } from "node:fs";
import {
  attach,
  composer,
  filesReady,
  messageWith,
  openChat,
  openInbox,
  openTicket,
  ready,
  say,
  send,
  startChat,
  words,
} from "./support/actions";
import { answerWithPhotos, boxOf, look, sendPhotos, viewOf } from "./support/gallery";
import { kindOf } from "./support/bytes";
import { expect, test } from "./support/fixtures";
import type { Locator, Page } from "@playwright/test";

test("item 5: gallery with next and previous, zoom, download, and focus back where it was", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const text = words("Three angles");
  await startChat(page, desk, words("I send three pictures"));
  const names = ["front.jpg", "side.jpg", "back.jpg"];
  for (const [index, name] of names.entries()) {
    const buffer = await lab.draw({ width: 640 + index * 10, height: 480, type: "image/jpeg" });
    await attach(page, { name, mimeType: "image/jpeg", buffer });
  }
  await filesReady(page, 3);
  await composer(page).fill(text);
  await send(page);

  await openInbox(agent, desk);
  await openTicket(agent, text);
  const pictures = messageWith(agent, text).getByTestId("picture");
  await expect(pictures).toHaveCount(3);
  const gallery = agent.getByTestId("gallery");
  const large = agent.getByTestId("gallery-image");

  await test.step("by mouse", async () => {
    await pictures.nth(1).click();
    await expect(gallery).toBeVisible();
    await expect(large).toHaveJSProperty("naturalWidth", 650);
    await gallery.getByRole("button", { name: "Next" }).click();
    await expect(large).toHaveJSProperty("naturalWidth", 660);
    await gallery.getByRole("button", { name: "Previous" }).click();
    await gallery.getByRole("button", { name: "Previous" }).click();
    await expect(large).toHaveJSProperty("naturalWidth", 640);

    const before = await widthOf(large);
    await gallery.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(() => widthOf(large)).toBeGreaterThan(before);
    await gallery.getByRole("button", { name: "Zoom out" }).click();
    await expect.poll(() => widthOf(large)).toBeCloseTo(before, 0);

    const download = agent.waitForEvent("download");
    await gallery.getByRole("link", { name: "Download" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("front.jpg");
    expect(kindOf(readFileSync(await file.path()))).toBe("jpeg");

    await gallery.getByRole("button", { name: "Close" }).click();
    await expect(gallery).toBeHidden();
    await expect(pictures.nth(1)).toBeFocused();
  });

  await test.step("by keyboard", async () => {
    await pictures.nth(0).focus();
    await agent.keyboard.press("Enter");
    await expect(gallery).toBeVisible();
    await expectFocusInside(agent);
    await agent.keyboard.press("ArrowRight");
    await expect(large).toHaveJSProperty("naturalWidth", 650);
    await agent.keyboard.press("ArrowLeft");
    await expect(large).toHaveJSProperty("naturalWidth", 640);
    for (let presses = 0; presses < 8; presses += 1) {
      await agent.keyboard.press("Tab");
      await expectFocusInside(agent);
    }
    await agent.keyboard.press("Escape");
    await expect(gallery).toBeHidden();
    await expect(pictures.nth(0)).toBeFocused();
  });
});

test("item 5: the widget has the same large view", async ({ desk, lab, page }) => {
  const text = words("Look closely");
  await startChat(page, desk, words("One picture"));
  await attach(page, {
    name: "close.jpg",
    mimeType: "image/jpeg",
    buffer: await lab.draw({ width: 700, height: 500, type: "image/jpeg" }),
  });
  await filesReady(page, 1);
  await composer(page).fill(text);
  await send(page);
  const picture = messageWith(page, text).getByTestId("picture");
  await picture.click();
  await expect(page.getByTestId("gallery-image")).toHaveJSProperty("naturalWidth", 700);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("gallery")).toBeHidden();
  await expect(picture).toBeFocused();
});

test("item 7: the whole conversation, also what the page has not loaded", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const first = await sendPhotos(page, desk, lab, [[610, 400]]);
  await openInbox(agent, desk);
  await openTicket(agent, first);
  const ticket = await ticketOf(agent, messageWith(agent, first).getByTestId("picture"));
  // As many notes as a page loads: the first photo is above them.
  for (let note = 0; note < 201; note += 1) {
    const message = { client_key: words("k").replace(" ", "-"), ticket, note: true, text: `${note}`, files: [] };
    const answer = await agent.request.post(`${desk.url}/api/message/send`, { data: { message } });
    expect(answer.status()).toBe(200);
  }
  const second = await answerWithPhotos(page, lab, [[620, 400]]);
  await agent.reload();
  await ready(agent);
  await expect(messageWith(agent, first)).toHaveCount(0);

  const { gallery, large, place } = await look(agent, second);
  await expect(place).toHaveText("2 / 2");
  await agent.keyboard.press("Home");
  await expect(large).toHaveJSProperty("naturalWidth", 610);
  await expect(place).toHaveText("1 / 2");
  await agent.keyboard.press("End");
  await expect(large).toHaveJSProperty("naturalWidth", 620);
  await expect(gallery.getByRole("button", { name: "Next" })).toBeHidden();

  await test.step("the visitor sees theirs, in the widget", async () => {
    const view = await look(page, second);
    await expect(view.place).toHaveText("2 / 2");
    await page.keyboard.press("ArrowLeft");
    await expect(view.large).toHaveJSProperty("naturalWidth", 610);
  });
});

test("item 7: zoom to pixels by wheel, keys, double click, and pulled by the mouse", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const text = await sendPhotos(page, desk, lab, [[2000, 1500]]);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const view = await look(agent, text);
  const { gallery, field } = view;
  const percent = gallery.getByTestId("gallery-zoom");
  const full = gallery.getByTestId("gallery-full");
  const room = (await field.boundingBox())!;
  const whole = await boxOf(view);
  expect(whole.width).toBeLessThanOrEqual(room.width + 0.5);
  expect(whole.height).toBeLessThanOrEqual(room.height + 0.5);

  await test.step("keys; what is looked at closely is the file itself", async () => {
    await expect(view.large).toHaveJSProperty("naturalWidth", 1600);
    await expect(full).toHaveCount(0);
    await agent.keyboard.press("1");
    await expect(percent).toHaveText("100 %");
    await expect(full).toHaveAttribute("data-ready", "true");
    const real = await full.evaluate((image: HTMLImageElement) => image.naturalWidth);
    expect(real).toBeGreaterThan(1600);
    await expect.poll(async () => (await boxOf(view)).width).toBeCloseTo(real, 0);
    await agent.keyboard.press("+");
    await expect(percent).toHaveText("150 %");
    await agent.keyboard.press("-");
    await expect(percent).toHaveText("100 %");
    await agent.keyboard.press("0");
    await expect.poll(() => boxOf(view)).toEqual(whole);
  });

  await test.step("the wheel, at what is under the pointer", async () => {
    const at = { x: whole.x + whole.width * 0.25, y: whole.y + whole.height * 0.75 };
    await agent.mouse.move(at.x, at.y);
    await agent.mouse.wheel(0, -300);
    await expect.poll(async () => (await boxOf(view)).width).toBeGreaterThan(whole.width * 1.5);
    const now = await boxOf(view);
    expect((at.x - now.x) / now.width).toBeCloseTo(0.25, 2);
    expect((at.y - now.y) / now.height).toBeCloseTo(0.75, 2);
    await agent.mouse.wheel(0, 3000);
    await agent.mouse.wheel(0, 3000);
    await expect.poll(() => boxOf(view)).toEqual(whole);
  });

  await test.step("a double click, and the mouse pulls", async () => {
    const middle = { x: room.x + room.width / 2, y: room.y + room.height / 2 };
    await agent.mouse.dblclick(middle.x, middle.y);
    await expect(percent).toHaveText("100 %");
    await expect(field).toHaveAttribute("data-zoomed", "true");
    const before = await boxOf(view);
    await agent.mouse.move(middle.x, middle.y);
    await agent.mouse.down();
    await agent.mouse.move(middle.x - 40, middle.y + 30, { steps: 4 });
    await agent.mouse.up();
    const after = await boxOf(view);
    expect([after.x - before.x, after.y - before.y]).toEqual([-40, 30]);
    // Its edge comes no further in than the field's.
    await agent.mouse.down();
    await agent.mouse.move(middle.x + 1400, middle.y, { steps: 4 });
    await agent.mouse.up();
    expect((await boxOf(view)).x).toBeCloseTo(room.x, 0);
    await agent.mouse.dblclick(middle.x, middle.y);
    await expect.poll(() => boxOf(view)).toEqual(whole);
  });

  await test.step("single pixels are shown as such", async () => {
    const picture = view.large.locator("..");
    await expect(picture).not.toHaveAttribute("data-pixels");
    for (let press = 0; press < 12; press += 1) await agent.keyboard.press("+");
    await expect(percent).toHaveText("800 %");
    await expect(picture).toHaveAttribute("data-pixels", "true");
    await expect(gallery.getByRole("button", { name: "Zoom in" })).toBeDisabled();
  });
});

test("item 7: turned for the eye alone", async ({ agent, desk, lab, page }) => {
  const text = await sendPhotos(page, desk, lab, [
    [900, 450],
    [640, 480],
  ]);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const view = await look(agent, text);
  const lying = await boxOf(view);
  expect(lying.width).toBeCloseTo(lying.height * 2, 0);
  await agent.keyboard.press("r");
  await expect.poll(async () => (await boxOf(view)).height > (await boxOf(view)).width).toBe(true);
  const standing = await boxOf(view);
  expect(standing.height).toBeCloseTo(standing.width * 2, 0);
  const room = (await view.field.boundingBox())!;
  expect(standing.height).toBeLessThanOrEqual(room.height + 0.5);
  expect(standing.y).toBeGreaterThanOrEqual(room.y - 0.5);

  const download = agent.waitForEvent("download");
  await agent.keyboard.press("d");
  const file = readFileSync(await (await download).path());
  expect(await lab.look(file, [])).toMatchObject({ width: 900, height: 450 });

  await view.gallery.getByRole("button", { name: "Turn clockwise" }).click();
  await expect.poll(async () => (await boxOf(view)).width).toBeCloseTo(lying.width, 0);
  // The next one is upright, and so is this one when one comes back.
  await agent.keyboard.press("R");
  await agent.keyboard.press("ArrowRight");
  await agent.keyboard.press("ArrowLeft");
  await expect.poll(() => boxOf(view)).toEqual(lying);
});

test("item 7: each picture has an address, and the way back closes the large view", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const text = await sendPhotos(page, desk, lab, [
    [610, 400],
    [620, 400],
    [630, 400],
  ]);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const ticket = agent.url();
  expect(ticket).not.toContain("#");
  const { gallery, large } = await look(agent, text, 0);
  await expect(agent).toHaveURL(/#picture-\d+$/);
  const [first, entries] = [agent.url(), await agent.evaluate(() => history.length)];
  await agent.keyboard.press("ArrowRight");
  await agent.keyboard.press("ArrowRight");
  await expect(large).toHaveJSProperty("naturalWidth", 630);
  await expect(agent).not.toHaveURL(first);
  await expect(agent).toHaveURL(/#picture-\d+$/);
  const third = agent.url();
  expect(await agent.evaluate(() => history.length)).toBe(entries);

  await test.step("back closes it, forth opens it again", async () => {
    await agent.goBack();
    await expect(gallery).toBeHidden();
    expect(agent.url()).toBe(ticket);
    await expect(messageWith(agent, text)).toBeVisible();
    await agent.goForward();
    await expect(gallery).toBeVisible();
    await expect(large).toHaveJSProperty("naturalWidth", 630);
  });

  await test.step("Escape is the way back", async () => {
    await agent.keyboard.press("Escape");
    await expect(gallery).toBeHidden();
    await expect(agent).toHaveURL(ticket);
    await agent.goBack();
    await expect(agent).toHaveURL(/\/inbox$/);
  });

  await test.step("somebody is sent the address", async () => {
    await agent.goto(third);
    await expect(large).toHaveJSProperty("naturalWidth", 630);
    await agent.keyboard.press("ArrowLeft");
    await expect(large).toHaveJSProperty("naturalWidth", 620);
    await gallery.getByRole("button", { name: "Close" }).click();
    await expect(gallery).toBeHidden();
    await expect(agent).toHaveURL(ticket);
  });

  await test.step("a reload in between changes nothing", async () => {
    await look(agent, text, 1);
    await agent.reload();
    await expect(large).toHaveJSProperty("naturalWidth", 620);
    await agent.keyboard.press("Escape");
    await expect(gallery).toBeHidden();
    await expect(agent).toHaveURL(ticket);
  });

  await test.step("of a picture that is gone", async () => {
    await agent.goto(`${ticket}#picture-999999999`);
    await agent.reload();
    await expect(agent.getByTestId("gallery-trouble")).toContainText("not in this conversation");
    await expect(gallery.getByRole("toolbar").locator("button, a").filter({ visible: true })).toHaveCount(1);
    await agent.keyboard.press("Escape");
    await expect(gallery).toBeHidden();
    await expect(agent).toHaveURL(ticket);
  });
});

test("item 7: a picture is copied as PNG, turned as it is shown", async ({
  desk,
  lab,
  ownerSession,
  page,
  person,
}) => {
  const text = await sendPhotos(page, desk, lab, [[800, 500]]);
  const agent = await person({
    storageState: ownerSession,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const view = await look(agent, text);
  const copy = view.gallery.getByRole("button", { name: "Copy picture" });
  const copied = () =>
    agent.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const image = await createImageBitmap(await item!.getType("image/png"));
      return { types: item!.types, width: image.width, height: image.height };
    });
  await copy.click();
  await expect(agent.getByTestId("gallery-note")).toHaveText("Copied");
  expect(await copied()).toEqual({ types: ["image/png"], width: 800, height: 500 });
  await agent.keyboard.press("r");
  await copy.click();
  // Read while it is being written it is refused.
  await expect
    .poll(() => copied().catch(() => null))
    .toEqual({ types: ["image/png"], width: 500, height: 800 });

  await test.step("no button where it cannot be done", async () => {
    const old = await person({ storageState: ownerSession });
    await old.addInitScript(() => Reflect.deleteProperty(window, "ClipboardItem"));
    await openInbox(old, desk);
    await openTicket(old, text);
    const { gallery } = await look(old, text);
    await expect(gallery.getByRole("link", { name: "Download" })).toBeVisible();
    await expect(gallery.getByRole("button", { name: "Copy picture" })).toHaveCount(0);
  });
});

test("item 7: the thumbnail first, the sharp one in its place, the next one fetched ahead", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const text = await sendPhotos(page, desk, lab, [
    [1800, 1200],
    [1700, 1200],
  ]);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const asked: string[] = [];
  agent.on("request", (request) => asked.push(new URL(request.url()).pathname));
  let letGo = () => {};
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await agent.route(/\/files\/\d+\/(original|medium)\/photo-1/, async (route) => {
    await held;
    await route.continue();
  });
  await messageWith(agent, text).getByTestId("picture").first().click();
  const { gallery, large, field } = viewOf(agent);
  const thumb = gallery.getByTestId("gallery-thumb");
  await expect(thumb).toHaveJSProperty("complete", true);
  await expect(thumb).toBeVisible();
  await expect(large).not.toHaveAttribute("data-ready");
  await expect(field.locator("..")).toHaveAttribute("aria-busy", "true");
  const before = await thumb.boundingBox();
  expect(asked.filter((path) => /\/(original|medium)\/photo-2/.test(path))).toEqual([]);
  letGo();
  await expect(large).toHaveAttribute("data-ready", "true");
  expect(await large.boundingBox()).toEqual(before);
  await expect(field.locator("..")).not.toHaveAttribute("aria-busy");
  await expect
    .poll(() => asked.filter((path) => /\/(original|medium)\/photo-2/.test(path)).length)
    .toBe(1);
});

test("item 7: a picture that does not come is told of and tried again, and so is the list", async ({
  agent,
  desk,
  expectComplaints,
  lab,
  page,
}) => {
  expectComplaints(/Failed to load resource/);
  const text = await sendPhotos(page, desk, lab, [
    [900, 600],
    [910, 600],
  ]);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const [files, list] = [/\/files\/\d+\/(original|medium)\/photo-1/, "**/api/message/pictures"];
  await agent.route(files, (route) => route.abort());
  await agent.route(list, (route) => route.abort());
  await messageWith(agent, text).getByTestId("picture").first().click();
  const { gallery, large, place } = viewOf(agent);
  const trouble = gallery.getByTestId("gallery-trouble");
  await expect(trouble).toContainText("could not be shown");
  await expect(gallery).toContainText("Not all pictures");

  await agent.keyboard.press("ArrowRight");
  await expect(large).toHaveJSProperty("naturalWidth", 910);
  await expect(trouble).toBeHidden();
  await agent.keyboard.press("ArrowLeft");
  await expect(trouble).toBeVisible();
  await trouble.getByRole("button", { name: "Try again" }).click();
  await expect(trouble).toContainText("could not be shown");

  await agent.unroute(files);
  await agent.unroute(list);
  await trouble.getByRole("button", { name: "Try again" }).click();
  await expect(large).toHaveAttribute("data-ready", "true");
  await expect(trouble).toBeHidden();
  await gallery.getByRole("button", { name: "Try again" }).click();
  await expect(gallery).not.toContainText("Not all pictures");
  await expect(place).toHaveText("1 / 2");
  // The keyboard is heard although the buttons that had the focus are gone.
  await agent.keyboard.press("ArrowRight");
  await expect(large).toHaveJSProperty("naturalWidth", 910);
});

test("item 7: a screen reader hears which picture it is; caption and description are shown", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const hello = words("Show me, please");
  await startChat(page, desk, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  const text = words("Here it is");
  for (const [name, width] of [["left.jpg", 640], ["right.jpg", 660]] as const) {
    const buffer = await lab.draw({ width, height: 480, type: "image/jpeg" });
    await attach(agent, { name, mimeType: "image/jpeg", buffer });
  }
  await filesReady(agent, 2);
  await agent.locator("input[name=caption]").first().fill("From the left");
  await agent.locator("input[name=alt]").first().fill("A mug with a chipped rim");
  await composer(agent).fill(text);
  await send(agent);
  await expect(messageWith(agent, text).getByTestId("picture")).toHaveCount(2);

  const { gallery, large } = await look(agent, text);
  const said = agent.getByTestId("gallery-said");
  await expect(said).toHaveText("Picture 1 of 2: A mug with a chipped rim");
  await expect(said).toHaveAttribute("role", "status");
  await expect(large).toHaveAttribute("alt", "A mug with a chipped rim");
  await expect(gallery.getByText("From the left")).toBeVisible();
  await expect(gallery.locator("footer").getByText("A mug with a chipped rim")).toBeVisible();
  await expect(agent.getByTestId("gallery-field")).toBeFocused();

  // At the end of the list the button that was pressed goes; the focus stays inside.
  const next = gallery.getByRole("button", { name: "Next" });
  await next.focus();
  await agent.keyboard.press("Enter");
  await expect(said).toHaveText("Picture 2 of 2: right.jpg");
  await expectFocusInside(agent);
  await expect(agent.getByTestId("gallery-field")).toBeFocused();
  await agent.keyboard.press("ArrowLeft");
  await expect(said).toHaveText("Picture 1 of 2: A mug with a chipped rim");
  await agent.keyboard.press("Escape");
  await expect(messageWith(agent, text).getByTestId("picture").first()).toBeFocused();
});

test("item 7: in the widget it is the same, in its frame and without an address", async ({
  desk,
  lab,
  page,
}) => {
  const chat = await openChat(page, desk);
  await say(chat, words("From the shop"));
  for (const [index, width] of [720, 740].entries()) {
    const buffer = await lab.draw({ width, height: 500, type: "image/jpeg" });
    await attach(chat, { name: `shop-${index}.jpg`, mimeType: "image/jpeg", buffer });
  }
  await filesReady(chat, 2);
  const text = words("Two of them");
  await composer(chat).fill(text);
  await send(chat);
  const pictures = messageWith(chat, text).getByTestId("picture");
  await expect(pictures).toHaveCount(2);
  const [address, entries] = [page.url(), await page.evaluate(() => history.length)];
  await pictures.first().click();
  const large = chat.getByTestId("gallery-image");
  await expect(large).toHaveJSProperty("naturalWidth", 720);
  await expect(chat.getByTestId("gallery-place")).toHaveText("1 / 2");
  await page.keyboard.press("ArrowRight");
  await expect(large).toHaveJSProperty("naturalWidth", 740);
  await page.keyboard.press("1");
  await expect(chat.getByTestId("gallery-zoom")).toHaveText("100 %");
  expect((await large.boundingBox())!.width).toBeCloseTo(740, 0);
  await expect(chat.getByRole("button", { name: "Copy picture" })).toBeVisible();
  expect(page.frames().map((frame) => new URL(frame.url()).hash)).toEqual(["", ""]);
  expect([page.url(), await page.evaluate(() => history.length)]).toEqual([address, entries]);
  // Escape closes the large view first, then the chat.
  await page.keyboard.press("Escape");
  await expect(chat.getByTestId("gallery")).toBeHidden();
  await expect(pictures.first()).toBeFocused();
  await expect(page.locator('iframe[title="Chat"]')).toBeVisible();
});

/** The key of the ticket that a picture is in, as the server tells it. */
async function ticketOf(agent: Page, picture: Locator): Promise<number> {
  const number = Number(/\/tickets\/(\d+)/.exec(agent.url())![1]);
  await expect(picture).toBeVisible();
  const answer = await agent.request.post(new URL("/api/ticket/open", agent.url()).href, {
    data: { number },
  });
  return ((await answer.json()) as { ticket: { id: number } }).ticket.id;
}

async function widthOf(image: Locator): Promise<number> {
  return (await image.boundingBox())!.width;
}

async function expectFocusInside(page: Page): Promise<void> {
  const inside = () =>
    page.evaluate(() => {
      // The browser's own frame (the address bar) may have its turn: then nothing in the page has it.
      const focused = document.activeElement;
      return focused === document.body || !!focused?.closest("[data-testid=gallery]");
    });
  await expect.poll(inside).toBe(true);
}
