// What a newcomer gets from one command.
import { agents, openInbox, password, ready, rowsOf, signIn } from "./support/actions";
import { expect, test } from "./support/fixtures";

test("item 8: the console prints the addresses and the sign-in", async ({ desk }) => {
  for (const said of [
    desk.url,
    desk.shopUrl,
    desk.phonesUrl,
    agents.owner,
    agents.agent,
    agents.second,
    password,
  ]) {
    expect(desk.output).toContain(said);
  }
});

test("item 8: tickets on all five channels, in three languages, with pictures", async ({
  agent,
  desk,
}) => {
  await openInbox(agent, desk);
  for (const channel of ["E-mail", "Web chat", "SMS", "Instagram", "WhatsApp"]) {
    await expect(rowsOf(agent, channel).first()).toBeVisible();
  }
  const list = await agent.getByTestId("ticket-list").innerText();
  expect(list).toMatch(/\b(the|is|my|please)\b/i);
  expect(list).toMatch(/\b(ich|nicht|ist|bitte|und)\b/i);
  expect(list).toMatch(/\b(il|non|grazie|che|per)\b/i);

  const withPicture = agent
    .getByTestId("ticket-row")
    .filter({ has: agent.locator("img") })
    .first();
  await withPicture.click();
  const picture = agent.getByTestId("picture").locator("img:not(.soft)").first();
  await expect(picture).toBeVisible();
  await expect(picture).toHaveJSProperty("complete", true);
  await expect(picture).not.toHaveJSProperty("naturalWidth", 0);
});

test("item 8: all three accounts sign in", async ({ desk, person }) => {
  for (const email of Object.values(agents)) {
    const page = await person();
    await signIn(page, desk, email);
    await ready(page);
  }
});

test("item 8: the shop embeds the widget by one line", async ({ desk, page }) => {
  const shop = await page.request.get(desk.shopUrl);
  expect(await shop.text()).toMatch(
    new RegExp(`<script async src="${desk.url}/widget\\.js" data-inbox="[\\w-]+"></script>`),
  );
});
