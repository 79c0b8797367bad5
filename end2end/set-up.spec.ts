// The first start on an empty folder: the one who reads the console becomes the owner.
import { fillLogin, ready } from "./support/actions";
import { Desk } from "./support/desk";
import { expect, test } from "./support/fixtures";

test("item 4: the first owner is set up in the browser with the token from the console", async ({
  person,
  watch,
  expectComplaints,
}) => {
  test.setTimeout(120_000);
  expectComplaints(/status of 4\d\d/);
  const desk = await Desk.open("serve");
  watch.allow(desk.url, desk.shopUrl);
  try {
    await expect.poll(() => desk.output).toMatch(/\/setup\?token=[\w.~-]+/);
    const token = /\/setup\?token=([\w.~-]+)/.exec(desk.output)![1]!;
    const page = await person();

    await test.step("whoever passes by cannot take the desk", async () => {
      await page.goto(`${desk.url}/`);
      await expect(page).toHaveURL(/\/(login|setup)/);
      await page.goto(`${desk.url}/setup?token=guess`);
      await fillOwner(page, "Mallory", "mallory@shop.test", "a long enough password");
      await expect(page.getByRole("alert")).toHaveText(/\w+ \w+ \w+/);
    });

    await test.step("a password that is too short is refused, and what was typed stays", async () => {
      await page.goto(`${desk.url}/setup?token=${token}`);
      // As in a browser that checks nothing by itself.
      await page.locator("form").evaluate((form: HTMLFormElement) => {
        form.noValidate = true;
      });
      await fillOwner(page, "Ada Owner", "ada@shop.test", "short");
      await expect(page.getByRole("alert")).toHaveText(/password/i);
      await expect(page.locator("input[name=email]")).toHaveValue("ada@shop.test");
    });

    await test.step("the owner comes in, to an empty inbox that says what to do", async () => {
      await fillOwner(page, "Ada Owner", "ada@shop.test", "a long enough password");
      await expect(page).toHaveURL(/\/inbox/);
      await ready(page);
      await expect(page.getByTestId("ticket-row")).toHaveCount(0);
      await expect(page.getByRole("region", { name: "Tickets" })).toContainText("Nothing here");
      // Left open it would look for the desk that is being restarted, and complain.
      await page.close();
    });

    await test.step("the token is used up, also after a restart", async () => {
      await desk.restart();
      const late = await person();
      await late.goto(`${desk.url}/setup?token=${token}`);
      await fillOwner(late, "Eve", "eve@shop.test", "a long enough password");
      await expect(late.getByRole("alert")).toHaveText(/\w+ \w+ \w+/);
      await late.goto(`${desk.url}/inbox`);
      await expect(late).toHaveURL(/\/login/);
      await late.goto(`${desk.url}/login`);
      await fillLogin(late, "ada@shop.test", "a long enough password");
      await expect(late).toHaveURL(/\/inbox/);
      await late.close();
    });
  } finally {
    await desk.close();
  }
});

async function fillOwner(
  page: import("@playwright/test").Page,
  name: string,
  email: string,
  password: string,
) {
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("form button[type=submit]").first().click();
}
