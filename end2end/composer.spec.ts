// The agent's composer: what the customer will get, said before it is sent.
import {
  attach,
  composer,
  filesReady,
  openInbox,
  openTicket,
  send,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { arrived, type Customer, openPhone, sendFrom } from "./support/phones";

const whatsapp: Customer = { channel: "whatsapp", id: "16505551234" };
const sms: Customer = { channel: "sms", id: "+14155550171" };

test("item 7: the line tells what WhatsApp will deliver, and that is what arrives", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const hello = words("Which one do I need");
  await openPhone(page, desk, whatsapp);
  await sendFrom(page, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  const line = agent.getByTestId("preflight");
  const list = agent.getByTestId("outlook");
  await expect(line).toHaveText("Nothing to send yet");

  const photo = await lab.draw({ width: 1200, height: 900, type: "image/jpeg" });
  await attach(agent, { name: "front.jpg", mimeType: "image/jpeg", buffer: photo });
  await filesReady(agent, 1);
  await expect(line).toHaveText("1 message: picture");
  const text = words("This one");
  await composer(agent).fill(text);
  // Without a caption of its own, the text stands below the only picture.
  await expect(line).toHaveText("1 message: picture with caption");
  const caption = words("The front");
  await agent.getByLabel("Caption").fill(caption);
  await expect(line).toHaveText("2 messages: text, then picture with caption");

  await line.click();
  const rows = list.getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(text);
  await expect(rows.last()).toContainText("front.jpg");
  await expect(rows.last()).toContainText(`Below it: ${caption}`);
  await line.click();
  await expect(rows.first()).toBeHidden();

  await agent.getByRole("radio", { name: "Note" }).check();
  await expect(line).toHaveText("A note stays in the house");
  await agent.getByRole("radio", { name: "Reply" }).check();

  await send(agent);
  await expect(line).toHaveText("Nothing to send yet");
  await expect(arrived(page).filter({ hasText: text })).toHaveCount(1);
  const last = arrived(page).filter({ hasText: caption });
  await expect(last).toHaveCount(1);
  await expect(last.locator("img")).toHaveCount(1);
});

test("item 7: segments of an SMS are counted as one types, and not of an MMS", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const hello = words("By text please");
  await openPhone(page, desk, sms);
  await sendFrom(page, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  const field = composer(agent);
  const figures = agent.getByTestId("figures");
  for (const [text, told] of [
    ["a".repeat(160), "1 segment, 0 left"],
    ["a".repeat(161), "2 segments, 145 left"],
    ["€".repeat(80), "1 segment, 0 left"],
    [`${"a".repeat(70)}ł`, "2 segments, 63 left"],
    ["😀".repeat(35), "1 segment, 0 left"],
  ]) {
    await field.fill(text);
    await expect(figures).toHaveText(told);
  }
  await field.fill("Zażółć");
  await agent.getByTestId("preflight").click();
  await expect(agent.getByTestId("outlook")).toContainText("“ż” is not in the alphabet of SMS");
  const photo = await lab.draw({ width: 600, height: 400, type: "image/jpeg" });
  await attach(agent, { name: "small.jpg", mimeType: "image/jpeg", buffer: photo });
  await filesReady(agent, 1);
  await expect(agent.getByTestId("preflight")).toHaveText("1 message: text and picture");
  await expect(figures).toHaveText(/^[\d.]+ KB$/);
});

test("item 7: the draft that a reload brings back is told of, too", async ({ agent, desk, page }) => {
  const hello = words("Before the reload");
  await openPhone(page, desk, { channel: "instagram", id: "7110000000000001" });
  await sendFrom(page, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  await composer(agent).fill("word ".repeat(300));
  await expect(agent.getByTestId("preflight")).toHaveText("2 messages: text, then text");
  await agent.reload();
  await expect(agent.getByTestId("preflight")).toHaveText("2 messages: text, then text");
});

test("item 3: how long the window of WhatsApp is open, and that it closes, is said in the composer", async ({
  agent,
  desk,
  page,
}) => {
  const hello = words("Are you still there");
  await openPhone(page, desk, { channel: "whatsapp", id: "16505551234" });
  await sendFrom(page, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  const line = agent.getByTestId("window");
  await expect(line.locator("span")).toHaveText(/^window open (24 h 00|23 h 59)$/);
  await agent.reload();
  await expect(line.locator("span")).toHaveText(/^window open (24 h 00|23 h 59)$/);
  // A note goes to nobody.
  await agent.getByRole("radio", { name: "Note" }).check();
  await expect(line).toBeHidden();
  await agent.getByRole("radio", { name: "Reply" }).check();

  await agent.clock.install();
  await agent.reload();
  await agent.clock.fastForward("23:20:30");
  await expect(line.locator("span")).toHaveText(/^closes in (39|40) min$/);
  await agent.clock.fastForward("01:00:00");
  await expect(line).toHaveAttribute("data-closed", "true");
  await expect(line.locator("span")).toHaveText(/^The 24-hour window is closed: WhatsApp takes no free text/);
});

test("item 2: who asked for no more SMS is told of in the composer, until they ask again", async ({
  agent,
  desk,
  page,
}) => {
  const hello = words("Please no more");
  await openPhone(page, desk, { channel: "sms", id: "+14155550171" });
  await sendFrom(page, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  const line = agent.getByTestId("window");
  await expect(line).toBeHidden();
  await sendFrom(page, "STOP");
  await expect(line.locator("span")).toHaveText(/^This customer asked for no more messages/);
  await sendFrom(page, "START");
  await expect(line).toBeHidden();
});
