// What goes on WhatsApp when free words may not: a template, chosen, filled in and sent.
import {
  composer,
  messageWith,
  openInbox,
  openTicket,
  ready,
  send,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { arrived, control, type Customer, openPhone, sendFrom } from "./support/phones";

const mehmet: Customer = { channel: "whatsapp", id: "491705550123" };
const asa: Customer = { channel: "whatsapp", id: "16505551234" };

test("item 3: who has not written yet is written to with a template", async ({
  agent,
  desk,
  page,
}) => {
  await agent.goto(`${desk.url}/conversations/new`);
  const whatsapp = agent.locator("select[name=inbox] option", { hasText: /^WhatsApp/ });
  await agent.getByLabel("By").selectOption((await whatsapp.first().getAttribute("value")) ?? "");
  await agent.getByLabel("To").fill(`+${mehmet.id}`);
  await agent.getByRole("button", { name: "Begin" }).click();
  await ready(agent);
  await expect(agent.getByTestId("window")).toHaveAttribute("data-closed", "true");

  const picker = agent.getByTestId("template");
  await expect(picker).toBeVisible();
  const options = picker.locator("option");
  await expect(options).toContainText([
    "Choose a template",
    "hello again · en_US",
    "open again · en_US",
    "order update · de",
    "order update · en_US",
  ]);
  // Neither what waits for approval nor what needs a picture.
  await expect(options).toHaveCount(5);
  await picker.getByRole("combobox").selectOption({ label: "order update · de" });
  await expect(picker.getByTestId("template-send")).toBeDisabled();
  const order = words("1042").replace(" ", "-");
  await picker.getByLabel("Words for {{1}}").fill("Mehmet");
  await expect(picker.getByTestId("template-preview")).toHaveText(
    "Hallo Mehmet, Ihre Bestellung {{2}} ist unterwegs.",
  );
  await picker.getByLabel("Words for {{2}}").fill(order);
  await picker.getByTestId("template-send").click();

  const text = `Hallo Mehmet, Ihre Bestellung ${order} ist unterwegs.`;
  await expect(messageWith(agent, text)).toHaveAttribute("data-state", /sent|delivered|read/);
  await openPhone(page, desk, mehmet);
  await expect(arrived(page).filter({ hasText: text })).toBeVisible();
  // Once they answer, words are free again.
  await sendFrom(page, words("Danke"));
  await expect(agent.getByTestId("window")).toHaveAttribute("data-closed", "false");
  await expect(picker).toBeHidden();
});

test("item 5: what failed because the window is closed goes as a template", async ({
  agent,
  desk,
  page,
}) => {
  const hello = words("Is it glazed inside");
  await openPhone(page, desk, asa);
  await sendFrom(page, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  // The provider's day is over; ours has but begun.
  await control(desk, "POST", "clock", { forward_s: 25 * 3_600 });
  const text = words("Yes, it is");
  await composer(agent).fill(text);
  await send(agent);
  const message = messageWith(agent, text);
  await expect(message).toHaveAttribute("data-state", "failed");
  await expect(agent.getByTestId("template")).toBeHidden();
  await message.getByTestId("use-template").click();
  const picker = agent.getByTestId("template");
  await picker.getByRole("combobox").selectOption({ label: "open again · en_US" });
  await picker.getByTestId("template-send").click();
  await expect(picker).toBeHidden();
  const sent = messageWith(agent, "We are open again from Monday.");
  await expect(sent.last()).toHaveAttribute("data-state", /sent|delivered|read/);
  await page.reload();
  await expect(arrived(page).filter({ hasText: "We are open again from Monday." })).toBeVisible();
});
