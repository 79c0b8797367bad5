// The door: who gets in, who does not, and what a page says about it.
import {
  agents,
  composer,
  fillLogin,
  messageWith,
  openInbox,
  password,
  ready,
  rowWith,
  send,
  signIn,
  startChat,
  words,
} from "./support/actions";
import { Desk } from "./support/desk";
import { expect, test } from "./support/fixtures";

test("item 4: an agent signs in, and out again", async ({ desk, page }) => {
  await page.goto(`${desk.url}/inbox?view=mine`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await fillLogin(page, agents.agent, password);
  await expect(page).toHaveURL(/\/inbox\?view=mine/);
  await expect(page.getByTestId("ticket-list")).toBeVisible();

  const cookie = (await page.context().cookies()).find(({ name }) => name === "attache_session");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  await ready(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto(`${desk.url}/inbox`);
  await expect(page).toHaveURL(/\/login/);

  // The old cookie opens nothing any more.
  await page.context().addCookies([cookie!]);
  await page.goto(`${desk.url}/inbox`);
  await expect(page).toHaveURL(/\/login/);
});

test("bad input: a wrong password and an unknown address get the same sentence", async ({
  desk,
  page,
  expectComplaints,
}) => {
  expectComplaints(/status of 40[13]/, /status of 422/);
  const sentences: string[] = [];
  for (const email of [agents.agent, "nobody@demo.test"]) {
    await page.goto(`${desk.url}/login`);
    await fillLogin(page, email, "not the password");
    const alert = page.getByRole("alert");
    await expect(alert).toHaveText(/\w+ .*\w+/);
    sentences.push((await alert.innerText()).trim());
    await expect(page.locator("input[name=email]")).toHaveValue(email);
    await expect(page).toHaveURL(/\/login/);
  }
  expect(sentences[0]).toBe(sentences[1]);
  expect(sentences[0]).toMatch(/password/i);
});

test("item 4: who guesses too often has to wait, and is told so", async ({
  person,
  watch,
  expectComplaints,
}) => {
  test.setTimeout(150_000);
  expectComplaints(/status of 4\d\d/);
  // A server of its own: the limit counts by address of the caller too.
  const desk = await Desk.open();
  watch.allow(desk.url);
  try {
    const page = await person();
    await expect(async () => {
      await page.goto(`${desk.url}/login`);
      await fillLogin(page, agents.owner, "guess");
      await expect(page.getByRole("alert")).toHaveText(/too many tries/i, {
        timeout: 500,
      });
    }).toPass({ intervals: [0], timeout: 90_000 });
    // Even the right password has to wait now.
    await page.goto(`${desk.url}/login`);
    await fillLogin(page, agents.owner, password);
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page).toHaveURL(/\/login/);
  } finally {
    await desk.close();
  }
});

test("bad input: a session that ends while one types loses no draft", async ({
  desk,
  person,
  page,
  expectComplaints,
}) => {
  expectComplaints(/status of 401/, /status of 403/);
  const question = words("Is it still there");
  const draft = words("It is, and here is how");
  await startChat(page, desk, question);

  const agent = await person();
  await signIn(agent, desk, agents.agent);
  await openInbox(agent, desk);
  await rowWith(agent, question).click();
  await expect(messageWith(agent, question)).toBeVisible();
  await composer(agent).fill(draft);

  // Signed out elsewhere: the cookie stays, the session behind it is gone.
  const elsewhere = await person({ storageState: await agent.context().storageState() });
  const out = await elsewhere.request.post(`${desk.url}/logout`, { headers: { origin: desk.url } });
  expect(out.ok()).toBe(true);

  await send(agent);
  await expect(agent.getByRole("alert")).toHaveText(/signed out.*kept/i);
  await expect(composer(agent)).toHaveValue(draft);
  await agent.getByRole("link", { name: "Sign in again" }).click();
  await fillLogin(agent, agents.agent, password);
  await expect(agent).toHaveURL(/\/tickets\/\d+/);
  await ready(agent);
  await expect(composer(agent)).toHaveValue(draft);
  await send(agent);
  await expect(messageWith(agent, draft)).toHaveCount(1);
  await expect(messageWith(page, draft)).toHaveCount(1);
});

test("item 4: a post from a foreign site is refused with a sentence", async ({ desk, page }) => {
  const answer = await page.request.post(`${desk.url}/login`, {
    headers: { origin: "http://shop.example", "sec-fetch-site": "cross-site" },
    form: { email: agents.owner, password },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toMatch(/\w+ \w+ \w+/);
  expect(answer.headers()["set-cookie"]).toBeUndefined();
});
