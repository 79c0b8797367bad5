// What an agent can do besides answering: take it back, answer one message, hand one on, copy others
// in, make a refused picture smaller, and begin a conversation.
import {
  agents,
  attach,
  composer,
  filesReady,
  messageWith,
  openInbox,
  openTicket,
  ready,
  send,
  signIn,
  tiles,
  words,
} from "./support/actions";
import { Desk } from "./support/desk";
import { expect, test } from "./support/fixtures";
import { openMail, writeMail } from "./support/mail";
import { arrived, type Customer, fails, openPhone, sendFrom } from "./support/phones";

const ana: Customer = { channel: "sms", id: "+14155550171" };
const asa: Customer = { channel: "whatsapp", id: "16505551234" };
const lea: Customer = { channel: "instagram", id: "7110000000000001" };

// The mail program's frame runs nothing, and what drives the browser puts a script into every frame.
const framed = /^console: Blocked script execution in '\S+\/phones\/mail\/\d+\/html'/;

test("item 5: an answer is taken back with its picture and stands in the composer again", async ({
  lab,
  page,
  watch,
}) => {
  test.slow();
  const desk = await Desk.open("demo", ["--undo-seconds", "8"]);
  try {
    watch.allow(desk.url, desk.shopUrl, desk.phonesUrl);
    const phone = await page.context().newPage();
    const hello = words("Is it there yet");
    await openPhone(phone, desk, ana);
    await sendFrom(phone, hello);
    await signIn(page, desk, agents.owner);
    await openInbox(page, desk);
    await openTicket(page, hello);

    const wrong = words("It comes on Mnday");
    const photo = await lab.draw({ width: 640, height: 480, type: "image/jpeg" });
    await attach(page, { name: "mug.jpg", mimeType: "image/jpeg", buffer: photo });
    await filesReady(page, 1);
    await page.getByLabel("Caption").fill("Freshly glazed");
    await composer(page).fill(wrong);
    await send(page);
    const message = messageWith(page, wrong);
    await expect(message).toBeVisible();
    await message.getByTestId("undo").click();

    await expect(message).toHaveCount(0);
    await expect(composer(page)).toHaveValue(wrong);
    await expect(composer(page)).toBeFocused();
    await filesReady(page, 1);
    await expect(page.getByLabel("Caption")).toHaveValue("Freshly glazed");

    // It is there after a reload, too, and goes once when its time has come.
    await page.reload();
    await ready(page);
    await expect(messageWith(page, wrong)).toHaveCount(0);
    await expect(composer(page)).toHaveValue(wrong);
    await filesReady(page, 1);
    const right = words("It comes on Monday");
    await composer(page).fill(right);
    await send(page);
    await expect(messageWith(page, right).getByTestId("undo")).toBeVisible();
    await expect(messageWith(page, right)).toHaveAttribute("data-state", /sent|delivered/, {
      timeout: 25_000,
    });
    await expect(messageWith(page, right).getByTestId("undo")).toHaveCount(0);
    await expect(arrived(phone).filter({ hasText: right })).toHaveCount(1);
    await expect(arrived(phone).filter({ hasText: wrong })).toHaveCount(0);
    await expect(tiles(page)).toHaveCount(0);
    // It asks for news as long as it is open.
    await phone.close();
  } finally {
    await desk.close();
  }
});

for (const who of [asa, lea]) {
  test(`items 3 and 4: an answer to one message quotes it by ${who.channel}`, async ({
    agent,
    desk,
    page,
  }) => {
    const first = words("Is the blue one in stock");
    await openPhone(page, desk, who);
    await sendFrom(page, first);
    await sendFrom(page, words("And something else"));
    await openInbox(agent, desk);
    await openTicket(agent, "And something else");
    const asked = messageWith(agent, first);
    await asked.hover();
    await asked.getByTestId("quote").click();
    await expect(agent.getByTestId("about")).toContainText(first);
    await expect(composer(agent)).toBeFocused();
    const text = words("Two of them");
    await composer(agent).fill(text);
    await send(agent);
    await expect(agent.getByTestId("about")).toHaveCount(0);
    await expect(messageWith(agent, text).getByTestId("quoted")).toContainText(first);
    const line = arrived(page).filter({ hasText: text });
    await expect(line).toContainText(first);
  });
}

test("item 1: an answer copies others in, and a letter is handed on with its picture", async ({
  agent,
  desk,
  expectComplaints,
  lab,
  page,
}) => {
  // The address that is none is refused.
  expectComplaints(framed, /^console: Failed to load resource: .* 422 .*\/api\/message\/answer/);
  const from = `${words("cora").replace(" ", ".")}@customers.test`;
  const subject = words("A chipped bowl");
  const text = words("Look at its rim");
  const photo = await lab.draw({ width: 800, height: 600, type: "image/jpeg" });
  await writeMail(page, desk, { from, subject, text }, { name: "rim.jpg", mimeType: "image/jpeg", buffer: photo });
  await openInbox(agent, desk);
  await openTicket(agent, text);

  await test.step("copies", async () => {
    await agent.getByTestId("copies").click();
    await expect(agent.getByTestId("cc")).toBeFocused();
    await agent.getByTestId("cc").fill("Bo Berg <bo@customers.test>");
    await agent.getByTestId("bcc").fill("no address");
    const answer = words("We are sorry");
    await composer(agent).fill(answer);
    await send(agent);
    await expect(agent.getByRole("alert")).toContainText("no e-mail address");
    await expect(composer(agent)).toHaveValue(answer);
    await agent.getByTestId("bcc").fill("boss@customers.test");
    await send(agent);
    await expect(messageWith(agent, answer)).toHaveAttribute("data-state", "sent");
    await expect(messageWith(agent, answer)).toContainText("Cc: bo@customers.test");
    await expect(messageWith(agent, answer)).toContainText("Bcc: boss@customers.test");
    const letter = await openMail(page, desk, subject);
    expect(letter).toContain(answer);
  });

  await test.step("handing on", async () => {
    const letter = messageWith(agent, text).first();
    await letter.hover();
    await letter.getByTestId("forward").click();
    await expect(agent.getByTestId("about")).toContainText(text);
    await agent.getByTestId("forward-to").fill("smith@pottery.test");
    await send(agent);
    const handed = messageWith(agent, "Forwarded message");
    await expect(handed).toHaveAttribute("data-state", "sent");
    await expect(handed).toContainText("Forwarded to smith@pottery.test");
    await expect(handed.getByTestId("picture")).toHaveCount(1);
    const mail = await openMail(page, desk, `Fwd: ${subject}`);
    expect(mail).toContain(text);
    await expect(page.getByRole("definition").filter({ hasText: "smith@pottery.test" })).toBeVisible();
    await expect(page.locator("article figure img")).toHaveJSProperty("naturalWidth", 800);
  });
});

test("item 5: a picture that the provider finds too large goes smaller", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const hello = words("Can you send a photo");
  await openPhone(page, desk, ana);
  await sendFrom(page, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  await fails(desk, ana, 30019);
  const text = words("Here it is");
  const photo = await lab.draw({ width: 1600, height: 1200, type: "image/jpeg" });
  await attach(agent, { name: "large.jpg", mimeType: "image/jpeg", buffer: photo });
  await filesReady(agent, 1);
  await composer(agent).fill(text);
  await send(agent);
  const message = messageWith(agent, text);
  await expect(message).toHaveAttribute("data-state", "failed");
  await fails(desk, ana, null);
  await message.getByTestId("send-smaller").click();
  await expect(message).toHaveAttribute("data-state", /sent|delivered/);
  await expect(arrived(page).filter({ hasText: text }).locator("figure img")).toBeVisible();
});

test("item 1: a conversation is begun by an agent, by SMS and by e-mail", async ({
  agent,
  desk,
  expectComplaints,
  page,
}) => {
  // The number that is none is refused.
  expectComplaints(framed, /^console: Failed to load resource: .* 422 .*\/conversations\/new/);
  await openInbox(agent, desk);
  await agent.getByRole("link", { name: "New conversation" }).click();
  const sms = agent.locator("select[name=inbox] option", { hasText: /^SMS/ });
  await agent.getByLabel("By").selectOption((await sms.first().getAttribute("value")) ?? "");
  await expect(agent.getByLabel("Subject")).toBeHidden();
  await agent.getByLabel("To").fill("415 555 0171");
  await agent.getByRole("button", { name: "Begin" }).click();
  await expect(agent.getByRole("alert")).toContainText("begins with +");
  await agent.getByLabel("To").fill("+1 (415) 555-0171");
  await agent.getByRole("button", { name: "Begin" }).click();
  await ready(agent);
  const text = words("Your mug is ready");
  await composer(agent).fill(text);
  await send(agent);
  await openPhone(page, desk, ana);
  await expect(arrived(page).filter({ hasText: text })).toBeVisible();

  await openInbox(agent, desk);
  await agent.getByRole("link", { name: "New conversation" }).click();
  const mail = agent.locator("select[name=inbox] option", { hasText: /^E-mail/ });
  await agent.getByLabel("By").selectOption((await mail.first().getAttribute("value")) ?? "");
  const address = `${words("dora").replace(" ", ".")}@customers.test`;
  const subject = words("Your order");
  await agent.getByLabel("To").fill(address);
  await agent.getByLabel("Subject").fill(subject);
  await agent.getByRole("button", { name: "Begin" }).click();
  await ready(agent);
  await expect(agent.getByRole("heading", { name: subject })).toBeVisible();
  await expect(agent.getByTestId("thread")).toContainText("began this conversation");
  const words2 = words("It left today");
  await composer(agent).fill(words2);
  await send(agent);
  await expect(messageWith(agent, words2)).toHaveAttribute("data-state", "sent");
  expect(await openMail(page, desk, subject)).toContain(words2);
});
