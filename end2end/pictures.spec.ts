// How files come into the tray, and what becomes of each kind.
import {
  attach,
  bytesOf,
  composer,
  filesReady,
  messageWith,
  openInbox,
  openTicket,
  say,
  send,
  startChat,
  tiles,
  words,
} from "./support/actions";
import { addressOf } from "./support/gallery";
import { gifFrames, kindOf, metadataIn } from "./support/bytes";
import { expect, test } from "./support/fixtures";
import { animatedGif, png } from "./support/pictures";
import type { Page } from "@playwright/test";

test.beforeEach(async ({ agent, desk, page }) => {
  const text = words("Send me pictures");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);
});

test("item 5: a picture is pasted and another one dropped", async ({ agent, page }) => {
  const text = words("Pasted and dropped");
  await handOver(agent, "paste", "pasted.png", png(300, 200, [200, 80, 40]));
  await filesReady(agent, 1);
  await handOver(agent, "drop", "dropped.png", png(310, 200, [40, 80, 200]));
  await filesReady(agent, 2);
  await composer(agent).fill(text);
  await send(agent);
  const pictures = messageWith(page, text).getByTestId("picture");
  await expect(pictures).toHaveCount(2);
  await expect(pictures.nth(0).locator("img:not(.soft)")).toHaveAttribute("width", "300");
  await expect(pictures.nth(1).locator("img:not(.soft)")).toHaveAttribute("width", "310");
});

test("item 5: what was said last stays in view when files take its place", async ({ agent }) => {
  for (let line = 0; line < 8; line += 1) await say(agent, `${words("A line")}\nand\nthree\nmore`);
  const last = agent.getByTestId("message").last();
  await expect(last).toBeInViewport({ ratio: 1 });
  await attach(agent, file("plain.png", png(300, 200, [200, 80, 40])));
  await filesReady(agent, 1);
  await expect(last).toBeInViewport({ ratio: 1 });
});

test("item 5: a file is removed from the tray before sending", async ({ agent, page }) => {
  const text = words("Only one of two");
  await attach(
    agent,
    file("keep.png", png(200, 100, [1, 2, 3])),
    file("drop.png", png(210, 100, [3, 2, 1])),
  );
  await filesReady(agent, 2);
  await expect(tiles(agent).locator("img")).toHaveCount(2);
  await agent.getByRole("button", { name: "Remove drop.png" }).click();
  await expect(tiles(agent)).toHaveCount(1);
  await composer(agent).fill(text);
  await send(agent);
  await expect(messageWith(page, text).getByTestId("picture")).toHaveCount(1);
  await expect(messageWith(page, text).locator("img:not(.soft)")).toHaveAttribute("width", "200");
});

test("item 5: an animated GIF stays animated", async ({ agent, page }) => {
  const text = words("It moves");
  await attach(agent, file("moves.gif", animatedGif(120, 80, 4)));
  await filesReady(agent, 1);
  await composer(agent).fill(text);
  await send(agent);
  const bytes = await largeBytes(page, text);
  expect(kindOf(bytes)).toBe("gif");
  expect(gifFrames(bytes)).toBe(4);
});

test("item 5: a picture that fits is not encoded again, and WebP stays WebP", async ({
  agent,
  lab,
  page,
}) => {
  const text = words("It fits as it is");
  const webp = await lab.draw({ width: 500, height: 400, type: "image/webp" });
  await attach(agent, file("fits.webp", webp));
  await filesReady(agent, 1);
  await composer(agent).fill(text);
  await send(agent);
  const bytes = await largeBytes(page, text);
  expect(kindOf(bytes)).toBe("webp");
  expect(bytes.equals(webp)).toBe(true);
});

test("item 5: pictures keep their place while they load, and thumbnails are small", async ({
  agent,
  lab,
  page,
}) => {
  test.setTimeout(120_000);
  const text = words("Large one");
  await attach(agent, await lab.phonePhoto());
  await filesReady(agent, 1);
  await composer(agent).fill(text);
  await send(agent);
  const image = messageWith(page, text).getByTestId("picture").locator("img:not(.soft)");
  await expect(image).toHaveAttribute("width", /^\d+$/);
  await expect(image).toHaveAttribute("height", /^\d+$/);
  const thumb = await bytesOf(page, (await image.getAttribute("src"))!);
  expect(thumb.length).toBeLessThan(150_000);
  expect(metadataIn(thumb)).toEqual([]);
});

test("item 5: every served file comes with safe headers, and only for who may read it", async ({
  agent,
  desk,
  page,
  person,
}) => {
  const text = words("Headers");
  await attach(agent, file("plain.png", png(90, 90, [9, 90, 9])), {
    name: "notes.html",
    mimeType: "text/html",
    buffer: Buffer.from("<script>window.stolen = 1</script>"),
  });
  await filesReady(agent, 2);
  await composer(agent).fill(text);
  await send(agent);
  const message = messageWith(page, text);
  await expect(message.getByTestId("picture")).toBeVisible();

  const picture = await message.getByTestId("picture").locator("img:not(.soft)").getAttribute("src");
  const shown = await page.request.get(new URL(picture!, desk.url).href);
  expect(shown.headers()).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("sandbox"),
    "cache-control": expect.stringMatching(/private/),
  });

  const other = await message.locator('a[href*="notes.html"]').getAttribute("href");
  const html = await page.request.get(new URL(other!, desk.url).href);
  expect(html.headers()["content-disposition"]).toMatch(/^attachment/);
  expect(html.headers()["content-security-policy"]).toContain("sandbox");
  expect(html.headers()["x-content-type-options"]).toBe("nosniff");

  const stranger = await person();
  const bare = new URL(picture!, desk.url);
  bare.search = "";
  const refused = await stranger.request.get(bare.href, { maxRedirects: 0 });
  expect(refused.status()).toBeGreaterThanOrEqual(300);
  expect(refused.headers()["content-type"] ?? "").not.toContain("image");

  const forged = new URL(picture!, desk.url);
  forged.searchParams.set("s", "0".repeat(forged.searchParams.get("s")?.length ?? 10));
  expect(
    (await stranger.request.get(forged.href, { maxRedirects: 0 })).status(),
  ).toBeGreaterThanOrEqual(300);
});

function file(name: string, buffer: Buffer) {
  const kind = kindOf(buffer);
  return { name, mimeType: `image/${kind}`, buffer };
}

/** The bytes behind the large view of a message's picture. */
async function largeBytes(page: Page, text: string): Promise<Buffer> {
  await messageWith(page, text).getByTestId("picture").click();
  const bytes = await bytesOf(page, await addressOf(page));
  await page.keyboard.press("Escape");
  return bytes;
}

/** Pastes or drops a file on the composer, as the browser would. */
async function handOver(
  page: Page,
  how: "paste" | "drop",
  name: string,
  bytes: Buffer,
): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64!), (letter) => letter.charCodeAt(0));
      data.items.add(new File([content], fileName!, { type: "image/png" }));
      return data;
    },
    [name, bytes.toString("base64")] as const,
  );
  const field = composer(page);
  if (how === "drop") {
    for (const type of ["dragenter", "dragover", "drop"]) {
      await field.dispatchEvent(type, { dataTransfer: transfer });
    }
    return;
  }
  await field.evaluate((element, data) => {
    element.dispatchEvent(
      new ClipboardEvent("paste", {
        clipboardData: data as DataTransfer,
        bubbles: true,
        cancelable: true,
      }),
    );
  }, transfer);
}
