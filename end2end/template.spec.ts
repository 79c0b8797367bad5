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
  expectComplaints,
  page,
}) => {
  // A place that is left empty is refused.
  expectComplaints(/^console: Failed to load resource: .* 422 .*\/template/);
  await agent.goto(`${desk.url}/conversations/new`);
  const whatsapp = agent.locator("select[name=inbox] option", { hasText: /^WhatsApp/ });
  await agent.getByLabel("By").selectOption((await whatsapp.first().getAttribute("value")) ?? "");
  await agent.getByLabel("To").fill(`+${mehmet.id}`);
  await agent.getByRole("button", { name: "Begin" }).click();
  await ready(agent);
  await expect(agent.getByTestId("window")).toHaveAttribute("data-closed", "true");

  await agent.getByTestId("way-on").click();
  const cards = agent.getByTestId("template");
  // Neither what waits for approval nor what needs a picture.
  await expect(cards.getByRole("heading")).toHaveText([
    "hello again · en_US",
    "open again · en_US",
    "order update · de",
    "order update · en_US",
  ]);
  const card = cards.filter({ hasText: "order update · de" });
  await expect(card).toContainText("Hallo {{1}}, Ihre Bestellung {{2}} ist unterwegs.");
  const order = words("1042").replace(" ", "-");
  await card.getByLabel("Words for {{1}}").fill("Mehmet");
  await card.getByLabel("Words for {{2}}").fill("     ");
  await card.getByRole("button", { name: "Send the template" }).click();
  await expect(agent.getByRole("alert")).toContainText("Fill in each of the template’s places");
  // What was typed is still there.
  await expect(card.getByLabel("Words for {{1}}")).toHaveValue("Mehmet");
  await card.getByLabel("Words for {{2}}").fill(order);
  await card.getByRole("button", { name: "Send the template" }).click();
  await ready(agent);

  const text = `Hallo Mehmet, Ihre Bestellung ${order} ist unterwegs.`;
  await expect(messageWith(agent, text)).toHaveAttribute("data-state", /sent|delivered|read/);
  await openPhone(page, desk, mehmet);
  await expect(arrived(page).filter({ hasText: text })).toBeVisible();
  // Once they answer, words are free again.
  await sendFrom(page, words("Danke"));
  await expect(agent.getByTestId("window")).toHaveAttribute("data-closed", "false");
  await expect(agent.getByTestId("way-on")).toBeHidden();
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
  await message.getByTestId("use-template").click();
  const card = agent.getByTestId("template").filter({ hasText: "open again" });
  await card.getByRole("button", { name: "Send the template" }).click();
  await ready(agent);
  const sent = messageWith(agent, "We are open again from Monday.");
  await expect(sent.last()).toHaveAttribute("data-state", /sent|delivered|read/);
  await page.reload();
  await expect(arrived(page).filter({ hasText: "We are open again from Monday." })).toBeVisible();
});
