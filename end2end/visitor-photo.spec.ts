// The path of the product: a customer sends a photo from a shop's page, an agent sees it live and
// answers with a phone photo that the browser made fit, and both see both.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import {
  attach,
  bytesOf,
  filesReady,
  messageWith,
  openChat,
  openInbox,
  openTicket,
  rowWith,
  say,
  send,
  tiles,
  words,
} from "./support/actions";
import { addressOf } from "./support/gallery";
import { jpegSize, kindOf, metadataIn } from "./support/bytes";
import { expect, test } from "./support/fixtures";

test("items 5, 6 and 10: a visitor's photo arrives live, and the agent's phone photo arrives upright, small and without metadata", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  test.setTimeout(180_000);
  const question = words("My mug came like this");
  const answer = words("We send you this one");
  const caption = "The new one, taken just now";
  const alt = "A mug with a red, a green and a blue corner";
  const cup = await lab.draw({ width: 900, height: 700, type: "image/jpeg" });
  const photo = await lab.phonePhoto();
  const original = readFileSync(photo);
  expect(original.length).toBeGreaterThan(3_000_000);
  expect(metadataIn(original)).toContain("gps");

  await openInbox(agent, desk);

  await test.step("the visitor sends words and a picture", async () => {
    const chat = await openChat(page, desk);
    await expect(chat.getByTestId("greeting")).toBeVisible();
    await attach(chat, { name: "mug.jpg", mimeType: "image/jpeg", buffer: cup });
    await filesReady(chat, 1);
    await say(chat, question);
    await expect(messageWith(chat, question).getByTestId("picture")).toBeVisible();
    await expect(tiles(chat)).toHaveCount(0);
  });

  await test.step("the agent sees it without reloading", async () => {
    await expect(rowWith(agent, question)).toBeVisible();
    await openTicket(agent, question);
    const picture = messageWith(agent, question).getByTestId("picture").locator("img:not(.soft)");
    const [width, height] = await Promise.all([
      picture.getAttribute("width"),
      picture.getAttribute("height"),
    ]);
    expect(Number(width) / Number(height)).toBeCloseTo(900 / 700, 1);
    await expect(picture).toHaveJSProperty("complete", true);
  });

  await test.step("the agent picks the phone photo, and it is made fit", async () => {
    await attach(agent, photo);
    await filesReady(agent, 1);
    await expect(tiles(agent)).toContainText(basename(photo));
    await expect(agent.getByTestId("tile-size")).toHaveText(/3\.4 MB → \d+×\d+ · \d{3} KB/);
    await agent.locator("input[name=caption]").fill(caption);
    await agent.locator("input[name=alt]").fill(alt);
    await say(agent, answer);
    await expect(tiles(agent)).toHaveCount(0);
  });

  const chat = page.frameLocator('iframe[title="Chat"]');
  await test.step("the visitor sees it live, with caption and description", async () => {
    const message = messageWith(chat, answer);
    await expect(message).toBeVisible();
    await expect(message.getByTestId("caption")).toHaveText(caption);
    const picture = message.getByRole("img", { name: alt });
    await expect(picture).toBeVisible();
    await expect(picture).toHaveJSProperty("complete", true);
  });

  await test.step("what arrived is upright, small, in the right colours, and says nothing about the phone", async () => {
    const shown = messageWith(chat, answer).getByTestId("picture").locator("img:not(.soft)");
    await expect(shown).toHaveAttribute("width", /\d+/);
    const [width, height] = [
      Number(await shown.getAttribute("width")),
      Number(await shown.getAttribute("height")),
    ];
    expect(height / width).toBeCloseTo(4032 / 3024, 2);
    const thumb = await bytesOf(page, new URL((await shown.getAttribute("src"))!, desk.url).href);
    expect(metadataIn(thumb)).toEqual([]);

    await messageWith(chat, answer).getByTestId("picture").click();
    const large = chat.getByTestId("gallery-image");
    await expect(large).toHaveAttribute("src", /\/files\//);
    const file = await bytesOf(page, new URL((await large.getAttribute("src"))!, desk.url).href);
    await page.keyboard.press("Escape");
    await expect(chat.getByTestId("gallery")).toBeHidden();

    expect(kindOf(file)).toBe("jpeg");
    expect(file.length).toBeLessThan(600_000);
    expect(metadataIn(file)).toEqual([]);
    const stored = jpegSize(file);
    expect(stored.height / stored.width).toBeCloseTo(4032 / 3024, 2);
    expect(Math.max(stored.height, stored.width)).toBeGreaterThanOrEqual(1600);

    expect(await lab.colourShift(original, file)).toBeLessThanOrEqual(8);
  });

  await test.step("the agent sees that it was read", async () => {
    await expect(messageWith(agent, answer)).toHaveAttribute("data-state", /delivered|read/);
  });

  await test.step("both see the same after reloading", async () => {
    await agent.reload();
    await expect(messageWith(agent, question).getByTestId("picture")).toBeVisible();
    await expect(messageWith(agent, answer).getByTestId("caption")).toHaveText(caption);
    await expect(messageWith(agent, answer).getByRole("img", { name: alt })).toBeVisible();

    const again = await openChat(page, desk);
    await expect(messageWith(again, question).getByTestId("picture")).toBeVisible();
    await expect(messageWith(again, answer).getByTestId("caption")).toHaveText(caption);
    await expect(messageWith(again, answer)).toHaveCount(1);
  });

  await test.step("the visitor thanks, and the agent reads it in the open ticket", async () => {
    const thanks = words("Thank you");
    await say(page.frameLocator('iframe[title="Chat"]'), thanks);
    await expect(messageWith(agent, thanks)).toHaveAttribute("data-direction", "in");
  });
});

test("item 5: the visitor's own phone photo is made fit in the widget", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  test.setTimeout(120_000);
  const text = words("From my phone");
  const chat = await openChat(page, desk);
  await attach(chat, await lab.phonePhoto());
  await filesReady(chat, 1);
  await chat.getByTestId("composer").locator("textarea[name=text]").fill(text);
  await send(chat);
  await expect(messageWith(chat, text).getByTestId("picture")).toBeVisible();

  await openInbox(agent, desk);
  await openTicket(agent, text);
  await messageWith(agent, text).getByTestId("picture").click();
  const file = await bytesOf(agent, await addressOf(agent));
  expect(file.length).toBeLessThan(600_000);
  expect(metadataIn(file)).toEqual([]);
  const { height, width } = jpegSize(file);
  expect(height).toBeGreaterThan(width);
});
