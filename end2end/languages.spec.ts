// German and Italian: chosen by the browser, and by the agent's own setting.
import {
  agents,
  fillLogin,
  openInbox,
  openTicket,
  password,
  ready,
  signIn,
  startChat,
  widgetKey,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";

const languages = [
  {
    locale: "de-DE",
    lang: "de",
    send: "Senden",
    signIn: /Anmelden/,
    all: /Alle/,
    wrong: /Passwort/,
  },
  {
    locale: "it-IT",
    lang: "it",
    send: "Invia",
    signIn: /Accedi/,
    all: /Tutt[ie]/,
    wrong: /password/i,
  },
];

for (const { locale, lang, ...word } of languages) {
  test(`item 9: a browser in ${locale} gets inbox and widget in its language`, async ({
    desk,
    person,
    expectComplaints,
  }) => {
    expectComplaints(/status of 4\d\d/);
    const text = words("Ciao");
    const visitor = await person({ locale });
    await visitor.goto(`${desk.url}/widget/${widgetKey}`);
    await ready(visitor);
    await expect(visitor.locator("html")).toHaveAttribute("lang", lang);
    await visitor.getByTestId("composer").locator("textarea[name=text]").fill(text);
    await visitor.getByRole("button", { name: word.send, exact: true }).click();
    await expect(visitor.getByTestId("message").filter({ hasText: text })).toBeVisible();

    const agent = await person({ locale });
    await agent.goto(`${desk.url}/login`);
    await expect(agent.locator("html")).toHaveAttribute("lang", lang);
    await expect(agent.getByRole("button", { name: word.signIn })).toBeVisible();
    await fillLogin(agent, agents.agent, "falsch");
    await expect(agent.getByRole("alert")).toHaveText(word.wrong);
    await fillLogin(agent, agents.agent, password);
    await expect(agent).toHaveURL(/\/inbox/);
    await ready(agent);
    await expect(agent.getByTestId("view-all")).toHaveText(word.all);
    await openTicket(agent, text);
    await expect(agent.getByRole("button", { name: word.send, exact: true })).toBeVisible();
    await expect(agent.getByRole("button", { name: "Send", exact: true })).toHaveCount(0);
  });
}

test("item 9: an agent's own choice of language goes before the browser's, on every device", async ({
  desk,
  page,
  person,
}) => {
  await signIn(page, desk, agents.second);
  await page.goto(`${desk.url}/settings`);
  const choose = page.locator("select[name=locale]");
  await choose.selectOption("it");
  await choose.locator("xpath=ancestor::form").locator("button[type=submit]").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "it");

  const elsewhere = await person();
  await signIn(elsewhere, desk, agents.second);
  await expect(elsewhere.locator("html")).toHaveAttribute("lang", "it");
  await elsewhere.goto(`${desk.url}/settings`);
  const back = elsewhere.locator("select[name=locale]");
  await back.selectOption("en");
  await back.locator("xpath=ancestor::form").locator("button[type=submit]").click();
  await expect(elsewhere.locator("html")).toHaveAttribute("lang", "en");
});

test("item 9: the demo's tickets speak three languages, and pages stay in the agent's", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("Grüße aus Köln, però con accenti");
  await startChat(page, desk, text);
  await openInbox(agent, desk);
  await openTicket(agent, text);
  await expect(agent.locator("html")).toHaveAttribute("lang", "en");
});
