// Inboxes set up in the browser: issue 4, item 8.
import { expect, test } from "./support/fixtures";

test("item 8: an inbox is added, named, kept, and its secret never shown", async ({ agent, desk }) => {
  await agent.goto(`${desk.url}/settings`);
  await agent.getByRole("link", { name: "Set up inboxes" }).click();
  await agent.getByRole("link", { name: "WhatsApp", exact: true }).click();
  await agent.getByLabel("Name, as agents see it").fill("Second shop");
  await agent.getByLabel("Phone number ID").fill("998877");
  await agent.getByLabel("Access token").fill("EAA-very-secret");
  await agent.getByRole("button", { name: "Save" }).click();
  await expect(agent.getByRole("status")).toHaveText("Saved.");
  await expect(agent.getByRole("heading", { level: 1 })).toHaveText("Second shop");
  await expect(agent.getByLabel("Phone number ID")).toHaveValue("998877");
  await expect(agent.getByLabel("Access token")).toHaveValue("");
  await expect(agent.getByLabel("Access token")).toHaveAttribute("placeholder", /Kept/);
  expect(await agent.content()).not.toContain("EAA-very-secret");
  await expect(agent.locator("code")).toHaveText(/\/hooks\/\d+$/);
  await agent.getByRole("link", { name: "Back to the inboxes" }).click();
  await expect(agent.getByRole("link", { name: /Second shop/ })).toBeVisible();
});

test("item 8: a test says who we are to the provider, or what is wrong", async ({ agent, desk }) => {
  await agent.goto(`${desk.url}/settings/channels`);
  await agent.locator(".inboxes a", { hasText: "SMS" }).first().click();
  await agent.getByRole("button", { name: "Test the connection" }).click();
  await expect(agent.getByRole("status")).toContainText("It works:");
  await agent.goto(`${desk.url}/settings/channels/new?channel=sms`);
  await agent.getByLabel("Name, as agents see it").fill("Wrong account");
  await agent.getByLabel("Account SID").fill("AC00000000000000000000000000000000");
  await agent.getByLabel("Auth token", { exact: true }).fill("guessed");
  await agent.getByLabel("Sender’s number").fill("+14155550100");
  await agent.getByRole("button", { name: "Save" }).click();
  await agent.getByRole("button", { name: "Test the connection" }).click();
  await expect(agent.getByRole("alert")).toHaveText("The provider does not accept these credentials. Enter them anew.");
});

test("item 8: a mail server is named by people, and only one that may be asked is", async ({ agent, desk }) => {
  await agent.goto(`${desk.url}/settings/channels/new?channel=email`);
  await agent.getByLabel("Name, as agents see it").fill("Mail");
  await agent.getByLabel("E-mail address").fill("help@shop.example");
  await agent.getByLabel("Sending: server (SMTP)").fill("10.0.0.1");
  await agent.getByRole("button", { name: "Save" }).click();
  await expect(agent.getByRole("alert")).toContainText("The server is in a private network.");
  await expect(agent.getByLabel("Sending: server (SMTP)")).toHaveValue("10.0.0.1");
  await agent.getByLabel("Sending: server (SMTP)").fill("mail.invalid");
  await agent.getByRole("button", { name: "Save" }).click();
  await expect(agent.getByRole("status")).toHaveText("Saved.");
  await agent.getByRole("button", { name: "Test the connection" }).click();
  await expect(agent.getByRole("alert")).toHaveText("Sending (SMTP): There is no server of that name.");
});
