// E-mail, from the customer's mail program to the inbox and back.
import {
  attach,
  composer,
  filesReady,
  messageWith,
  openInbox,
  openTicket,
  send,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { isShown } from "./support/gallery";
import { answerMail, mailsWith, openMail, refuses, writeMail } from "./support/mail";

// The mail program's frame runs nothing, and what drives the browser puts a script into every frame.
const framed = /^console: Blocked script execution in '\S+\/phones\/mail\/\d+\/html'/;

test("item 9: pictures come in by e-mail, among the words and attached, and one goes out with a caption", async ({
  agent,
  desk,
  expectComplaints,
  lab,
  page,
}) => {
  expectComplaints(framed);
  const from = `${words("ada").replace(" ", ".")}@customers.test`;
  const subject = words("A cracked cup");
  const text = words("This is how it came");
  const draw = async (name: string, width: number) => ({
    name,
    mimeType: "image/jpeg",
    buffer: await lab.draw({ width, height: 600, type: "image/jpeg" }),
  });

  await test.step("in: among the words", async () => {
    await writeMail(page, desk, { from, subject, text, inline: true }, await draw("cup.jpg", 1200));
    await openInbox(agent, desk);
    await openTicket(agent, text);
    const picture = messageWith(agent, text).getByTestId("picture");
    await expect(picture).toHaveCount(1);
    await isShown(agent, picture, 1200);
  });

  const answer = words("And here is the new one");
  const caption = words("Straight from the kiln");
  await test.step("out: with a caption, handed over to the mail server", async () => {
    await attach(agent, await draw("kiln.jpg", 900));
    await filesReady(agent, 1);
    await agent.getByLabel("Caption").fill(caption);
    await composer(agent).fill(answer);
    await send(agent);
    await expect(messageWith(agent, answer)).toHaveAttribute("data-state", "sent");
  });

  await test.step("it lies in the mail program, the picture in its place", async () => {
    const letter = await openMail(page, desk, subject);
    await expect(page.getByRole("definition").filter({ hasText: from })).toBeVisible();
    expect(letter).toContain(answer);
    expect(letter).toContain(caption);
    const picture = page.locator("article figure img");
    await expect(picture).toHaveJSProperty("naturalWidth", 900);
    expect(letter).toContain(`src="${await picture.getAttribute("src")}"`);
  });

  await test.step("an answer with a picture attached lands in the same conversation", async () => {
    const thanks = words("Thank you, it looks fine");
    const ticket = agent.url();
    await answerMail(page, thanks, await draw("thanks.jpg", 800));
    const message = messageWith(agent, thanks);
    await expect(message).toHaveAttribute("data-direction", "in");
    await expect(message.getByTestId("picture")).toHaveCount(1);
    await expect(message.locator("img:not(.soft)")).not.toHaveJSProperty("naturalWidth", 0);
    expect(agent.url()).toBe(ticket);
  });
});

test("item 9: what the mail server refuses says why in the thread, and is sent again from there", async ({
  agent,
  desk,
  expectComplaints,
  lab,
  page,
}) => {
  expectComplaints(framed);
  const from = `${words("gone").replace(" ", ".")}@customers.test`;
  const subject = words("One more question");
  const hello = words("Do you glaze in blue");
  await writeMail(page, desk, { from, subject, text: hello });
  await openInbox(agent, desk);
  await openTicket(agent, hello);

  await refuses(desk, from);
  const text = words("Here you are");
  const photo = await lab.draw({ width: 640, height: 480, type: "image/jpeg" });
  await attach(agent, { name: "here.jpg", mimeType: "image/jpeg", buffer: photo });
  await filesReady(agent, 1);
  await composer(agent).fill(text);
  await send(agent);
  const message = messageWith(agent, text);
  await expect(message).toHaveAttribute("data-state", "failed");
  await expect(message).toContainText(/There is no such mailbox/);
  await expect(await mailsWith(page, desk, subject)).toHaveCount(1);

  await refuses(desk);
  await message.getByTestId("send-again").click();
  await expect(message).toHaveAttribute("data-state", "sent");
  await expect(message).not.toContainText(/There is no such mailbox/);
  expect(await openMail(page, desk, subject)).toContain(text);
  const picture = page.locator("article figure img");
  await expect(picture).toHaveJSProperty("naturalWidth", 640);
});
