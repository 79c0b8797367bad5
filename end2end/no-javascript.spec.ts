// With JavaScript off: sign in, read, reply, attach. The server does what the browser would have done.
import { readFileSync } from "node:fs";
import {
  agents,
  attach,
  bytesOf,
  messageWith,
  rowsOf,
  send,
  signIn,
  words,
} from "./support/actions";
import { jpegSize, kindOf, metadataIn } from "./support/bytes";
import { expect, test } from "./support/fixtures";
import { png } from "./support/pictures";

test("item 4: sign in, read, reply and attach a picture that the server makes fit", async ({
  desk,
  lab,
  page,
}) => {
  test.setTimeout(120_000);
  const answer = words("Without any script");
  await signIn(page, desk, agents.agent);

  await page.getByTestId("view-all").click();
  await page.getByTestId("ticket-row").first().click();
  await expect(page).toHaveURL(/\/tickets\/\d+/);
  await expect(page.getByTestId("message").first()).toBeVisible();

  await page.goto(`${desk.url}/inbox`);
  await rowsOf(page, "Web chat").first().click();
  await page.locator("textarea[name=text]").fill(answer);
  const photo = await lab.phonePhoto();
  await attach(page, photo);
  // The second button takes files too.
  await page
    .getByTestId("picture-input")
    .setInputFiles({ name: "second.png", mimeType: "image/png", buffer: png(90, 60, [9, 9, 99]) });
  await send(page);

  await expect(page).toHaveURL(/\/tickets\/\d+/);
  const message = messageWith(page, answer);
  await expect(message).toHaveCount(1);
  await expect(message.getByTestId("picture")).toHaveCount(2);
  await expect(message.getByTestId("picture").locator("img:not(.soft)").first()).toBeVisible();

  const link = message.getByTestId("picture").first();
  const file = await bytesOf(page, (await link.getAttribute("href"))!);
  expect(kindOf(file)).toBe("jpeg");
  expect(file.length).toBeLessThan(600_000);
  expect(metadataIn(file)).toEqual([]);
  const { width, height } = jpegSize(file);
  expect(height / width).toBeCloseTo(4032 / 3024, 2);
  expect(await lab.colourShift(readFileSync(photo), file)).toBeLessThanOrEqual(8);

  // Reloading asks nothing and sends nothing twice.
  await page.reload();
  await expect(messageWith(page, answer)).toHaveCount(1);
});

test("item 4: close, reopen and assign by plain forms", async ({ desk, page }) => {
  await signIn(page, desk, agents.second);
  await page.getByTestId("ticket-row").last().click();
  await page.getByTestId("close-ticket").click();
  await page.getByTestId("reopen-ticket").click();
  await expect(page.getByTestId("close-ticket")).toBeVisible();
});

test("items 1 and 2: search, narrow the list and keep it as a view by plain forms", async ({
  desk,
  page,
}) => {
  const view = words("Waiting by chat");
  await signIn(page, desk, agents.second);
  const search = page.getByRole("searchbox", { name: "Search" });
  await search.fill("mug");
  await search.press("Enter");
  await expect(page.getByRole("heading", { name: "Search results" })).toBeVisible();
  await expect(page.locator("mark").first()).toHaveText(/^mug/i);
  await expect(search).toHaveValue("mug");

  await page.goto(`${desk.url}/inbox`);
  await page.getByTestId("open-filters").click();
  await page.getByRole("combobox", { name: "Channel" }).selectOption({ label: "Web chat" });
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/channel=webchat/);
  await page.getByTestId("open-filters").click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill(view);
  await page.getByRole("button", { name: "Save" }).click();
  const kept = page.getByTestId("saved-view").filter({ hasText: view });
  await expect(kept).toHaveAttribute("aria-current", "page");
});

test("item 3: snooze, tag and undo by plain forms", async ({ desk, page }) => {
  const tag = words("by hand");
  await signIn(page, desk, agents.second);
  await page.getByTestId("ticket-row").last().click();
  const ticket = page.url();
  await page.getByTestId("open-tools").click();
  await page.locator("input[name=tag]").fill(tag);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  // Back at the ticket.
  await expect(page).toHaveURL(ticket);
  await expect(page.locator('.marks [data-mark="tag"]').filter({ hasText: tag })).toBeVisible();
  await page.getByTestId("open-tools").click();
  await page.getByRole("button", { name: /^Tomorrow/ }).click();
  await expect(page.getByRole("status").filter({ hasText: "Snoozed" })).toBeVisible();
  await expect(page.locator('.marks [data-mark="snoozed"]')).toBeVisible();
  await page.getByTestId("close-ticket").click();
  await page.getByTestId("undo-change").click();
  await expect(page.locator('.marks [data-mark="snoozed"]')).toBeVisible();
});

test("item 5: a second answer by a plain form is held back until its writer knows of the first", async ({
  desk,
  page,
  person,
}) => {
  const [first, second] = [words("It comes today"), words("It comes tomorrow")];
  await signIn(page, desk, agents.second);
  await rowsOf(page, "Web chat").first().click();
  await page.locator("textarea[name=text]").fill(second);
  const colleague = await person();
  await signIn(colleague, desk, agents.agent);
  await colleague.goto(page.url());
  await colleague.locator("textarea[name=text]").fill(first);
  await send(colleague);
  await expect(messageWith(colleague, first)).toBeVisible();
  await send(page);
  await expect(page.getByRole("alert")).toContainText("A colleague has answered meanwhile");
  await expect(page.locator("textarea[name=text]")).toHaveValue(second);
  await expect(messageWith(page, second)).toHaveCount(0);
  await send(page);
  await expect(messageWith(page, second)).toBeVisible();
});

test("bad input: a wrong password is answered with a sentence", async ({ desk, page }) => {
  await page.goto(`${desk.url}/login`);
  await page.locator("input[name=email]").fill(agents.owner);
  await page.locator("input[name=password]").fill("wrong");
  await page.locator("form button[type=submit]").first().click();
  await expect(page.getByRole("alert")).toHaveText(/password/i);
});

test("bad input: an empty file is refused with a sentence, and the words stay", async ({
  desk,
  page,
}) => {
  const answer = words("With an empty file");
  await signIn(page, desk, agents.agent);
  await page.getByTestId("ticket-row").first().click();
  await page.locator("textarea[name=text]").fill(answer);
  await attach(page, { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) });
  await send(page);
  await expect(page.getByRole("alert")).toHaveText(/empty/i);
  await expect(page.locator("textarea[name=text]")).toHaveValue(answer);
  await expect(messageWith(page, answer)).toHaveCount(0);
});
