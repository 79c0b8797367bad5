// SMS and MMS, WhatsApp and Instagram, from the customer's phone to the inbox and back.
import {
  attach,
  composer,
  filesReady,
  messageWith,
  openInbox,
  openTicket,
  rowWith,
  send,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { isShown } from "./support/gallery";
import { arrived, control, type Customer, fails, openPhone, sendFrom } from "./support/phones";

interface Journey {
  name: string;
  who: Customer;
  /** The ticks of an answer: handed over, on the phone, looked at. */
  ticks: { first: string; there?: string; looked?: string };
  /** A code by which the provider refuses, and what is said of it. */
  refusal: { code: number; sentence: RegExp };
}

const journeys: Journey[] = [
  {
    name: "SMS",
    who: { channel: "sms", id: "+14155550171" },
    ticks: { first: "sent", there: "delivered" },
    refusal: { code: 30005, sentence: /not a number that messages can be sent to/ },
  },
  {
    name: "WhatsApp",
    who: { channel: "whatsapp", id: "16505551234" },
    ticks: { first: "sent", there: "delivered", looked: "read" },
    refusal: { code: 131026, sentence: /the number is not on WhatsApp/ },
  },
  {
    name: "Instagram",
    who: { channel: "instagram", id: "7110000000000001" },
    ticks: { first: "sent", looked: "read" },
    refusal: { code: 551, sentence: /cannot be written to at the moment/ },
  },
];

for (const { name, who, ticks, refusal } of journeys) {
  test(`item 9: a picture with a caption comes in by ${name}, and one goes out, with the right ticks`, async ({
    agent,
    desk,
    lab,
    page,
  }) => {
    const hello = words("Is somebody there");
    const shown = words("This is how it came");
    await openPhone(page, desk, who);
    await sendFrom(page, hello);
    await openInbox(agent, desk);
    await openTicket(agent, hello);

    await test.step("in: thumbnail and large view", async () => {
      const photo = await lab.draw({ width: 1200, height: 900, type: "image/jpeg" });
      await sendFrom(page, shown, { name: "came.jpg", mimeType: "image/jpeg", buffer: photo });
      const thread = agent.getByTestId("thread");
      await expect(thread.getByText(shown)).toBeVisible();
      const message = agent.locator("[data-testid=message][data-direction=in]").filter({
        has: agent.getByTestId("picture"),
      });
      await isShown(agent, message.last().getByTestId("picture"), 1200);
    });

    const text = words("And here is the new one");
    const caption = words("Straight from the kiln");
    await test.step("out: what the provider tells later is held back, so it is handed over and no more", async () => {
      // Nobody looks at the phone meanwhile.
      await page.goto("about:blank");
      await knob(who, { held: 1, held_ms: 0 });
      const photo = await lab.draw({ width: 900, height: 700, type: "image/jpeg" });
      await attach(agent, { name: "kiln.jpg", mimeType: "image/jpeg", buffer: photo });
      await filesReady(agent, 1);
      await agent.getByLabel("Caption").fill(caption);
      await composer(agent).fill(text);
      await send(agent);
      await expect(messageWith(agent, text)).toHaveAttribute("data-state", ticks.first);
    });

    await test.step("it is on the phone, and then looked at", async () => {
      await knob(who, { held: 0, held_ms: 0 });
      await control(desk, "POST", "quiet");
      await control(desk, "POST", "flush");
      if (ticks.there) {
        await expect(messageWith(agent, text)).toHaveAttribute("data-state", ticks.there);
      }
      await openPhone(page, desk, who);
      const picture = arrived(page).locator("figure img").last();
      await expect(picture).toBeVisible();
      await expect(picture).toHaveJSProperty("naturalWidth", 900);
      await expect(arrived(page).filter({ hasText: text })).toBeVisible();
      await expect(arrived(page).filter({ hasText: caption })).toBeVisible();
      const last = ticks.looked ?? ticks.there ?? ticks.first;
      await expect(messageWith(agent, text)).toHaveAttribute("data-state", last);
    });

    async function knob(of: Customer, change: object) {
      const { knobs } = await control(desk, "GET", `${of.channel}/knobs`);
      await control(desk, "PUT", `${of.channel}/knobs`, { ...knobs, ...change });
    }
  });

  test(`item 9: what ${name} refuses says why in the thread, and is sent again from there`, async ({
    agent,
    desk,
    lab,
    page,
  }) => {
    const hello = words("One more question");
    await openPhone(page, desk, who);
    await sendFrom(page, hello);
    await openInbox(agent, desk);
    await openTicket(agent, hello);

    await fails(desk, who, refusal.code);
    const text = words("Here you are");
    const photo = await lab.draw({ width: 640, height: 480, type: "image/jpeg" });
    await attach(agent, { name: "here.jpg", mimeType: "image/jpeg", buffer: photo });
    await filesReady(agent, 1);
    await composer(agent).fill(text);
    await send(agent);
    const message = messageWith(agent, text);
    await expect(message).toHaveAttribute("data-state", "failed");
    await expect(message).toContainText(refusal.sentence);
    await expect(arrived(page).filter({ hasText: text })).toHaveCount(0);

    await fails(desk, who, null);
    await message.getByTestId("send-again").click();
    await expect(message).toHaveAttribute("data-state", /^(sent|delivered|read)$/);
    await expect(message).not.toContainText(refusal.sentence);
    await expect(arrived(page).filter({ hasText: text })).toHaveCount(1);
    await expect(arrived(page).locator("figure img").last()).toHaveJSProperty("naturalWidth", 640);
  });
}

test("item 9: the sample customers have phones, and answer in their conversation", async ({
  agent,
  desk,
  page,
}) => {
  const text = words("Passt, danke");
  await openPhone(page, desk, { channel: "whatsapp", id: "436645550193" });
  await expect(page.getByRole("heading", { name: "Lena Gruber" })).toBeVisible();
  await sendFrom(page, text);
  await openInbox(agent, desk);
  await expect(rowWith(agent, text)).toContainText("Lena Gruber");
  await openTicket(agent, text);
  await expect(agent.getByTestId("thread")).toContainText("Die ist ja fast noch schöner");
});

test("item 9: an agent's answer to a sample customer is on their phone", async ({
  agent,
  desk,
  page,
}) => {
  const hello = words("Ciao, siete aperti");
  const who: Customer = { channel: "instagram", id: "17841400000000058" };
  await openPhone(page, desk, who);
  await sendFrom(page, hello);
  await openInbox(agent, desk);
  await openTicket(agent, hello);
  const answer = words("Sì, fino alle sei");
  await composer(agent).fill(answer);
  await send(agent);
  await expect(arrived(page).filter({ hasText: answer })).toBeVisible();
  await expect(messageWith(agent, answer)).toHaveAttribute("data-state", "read");
});
