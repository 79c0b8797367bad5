// E-mails as they were sent: in a frame that runs nothing, and nothing is fetched unasked; what they
// quote folded away; whose sender is not certain, and what they hold for the calendar.
import { messageWith, openInbox, openTicket, rowWith, words } from "./support/actions";
import { expect, test } from "./support/fixtures";
import { authority, emailInbox, inFrame, postLetter } from "./support/letters";
import { png } from "./support/pictures";

// The letter's frame runs nothing, and what drives the browser puts a script into every frame.
const framed = /^console: Blocked script execution in '\S+\/messages\/\d+\/letter/;
const elsewhere = "https://pictures.elsewhere.test";

test("a letter is shown as it was sent, and calls nobody before it is asked to", async ({
  agent,
  desk,
  expectComplaints,
}) => {
  expectComplaints(framed, /^foreign request: https:\/\/pictures\.elsewhere\.test\/news\.png$/);
  const asked: string[] = [];
  await agent.context().route(`${elsewhere}/**`, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: "image/png", body: png(30, 20, [200, 40, 30]) });
  });
  const inbox = await emailInbox(agent, desk);
  const text = words("My cup is cracked");
  await postLetter(desk, inbox, {
    name: text,
    html: `<p>${text}, see <img src="cid:crack@c.example" alt="the crack"></p>
      <script>document.title = "taken"</script>
      <table><tr><td style="color:rgb(200, 0, 0)">Order 12</td></tr></table>
      <p><img src="${elsewhere}/news.png" alt="News"> <a href="${desk.url}/login">Our shop</a></p>`,
    picture: { id: "crack@c.example", bytes: png(120, 80, [30, 110, 100]) },
  });
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const message = messageWith(agent, text);

  await test.step("its picture and its table are shown, and nothing from elsewhere", async () => {
    await message.getByRole("link", { name: "Show as sent" }).click();
    const frame = message.getByTitle("The e-mail as sent");
    await expect(frame).toBeVisible();
    await expect.poll(() => inFrame(frame, "img", "naturalWidth")).toBe(120);
    expect(await inFrame(frame, "td", "textContent")).toBe("Order 12");
    expect(await inFrame(frame, "td", "style.color")).toBe("rgb(200, 0, 0)");
    expect(await inFrame(frame, "a", "target")).toBe("_blank");
    expect(await inFrame(frame, "title", "textContent")).toBe("A cup");
    await expect(message.getByRole("link", { name: "Close the e-mail" })).toHaveAttribute(
      "aria-expanded",
      "true",
    );
    // As high as what it shows.
    const box = (await frame.boundingBox())!;
    expect(box.height).toBeGreaterThan(100);
    expect(box.height).toBeLessThan(500);
    expect(asked).toEqual([]);
  });

  await test.step("pictures from elsewhere come when they are asked for", async () => {
    const frame = message.getByTestId("letter");
    await message.getByRole("button", { name: "Load pictures from elsewhere" }).click();
    await expect.poll(() => inFrame(frame, "img[src^='https:']", "naturalWidth")).toBe(30);
    expect(asked).toEqual([`${elsewhere}/news.png`]);
    await expect(
      message.getByRole("button", { name: "Load pictures from elsewhere" }),
    ).toBeHidden();
  });

  await test.step("it stays open while another letter comes, and closes again", async () => {
    const next = words("And one more thing");
    await postLetter(desk, inbox, { html: `<p>${next}</p>`, answers: text });
    await expect(messageWith(agent, next)).toBeVisible();
    await expect(messageWith(agent, next).getByTestId("show-letter")).toHaveCount(0);
    await expect(message.getByTestId("letter")).toBeVisible();
    await message.getByRole("link", { name: "Close the e-mail" }).click();
    await expect(message.getByTestId("letter")).toHaveCount(0);
  });
});

test("what a letter quotes is folded away, and unfolds in its place", async ({ agent, desk }) => {
  const inbox = await emailInbox(agent, desk);
  const text = words("The blue one, please");
  const quoted = words("Which colour do you like");
  await postLetter(desk, inbox, { text: `${text}\n\nOn Monday, Shop wrote:\n> ${quoted}?\n` });
  await openInbox(agent, desk);
  await expect(rowWith(agent, text)).not.toContainText(quoted);
  await openTicket(agent, text);
  const message = messageWith(agent, text);
  await expect(message.locator(".bubble")).not.toContainText(quoted);
  await expect(message.getByText(quoted)).toBeHidden();
  await message.getByLabel("Show quoted text").click();
  await expect(message.getByText(quoted)).toBeVisible();
  // By keyboard, too.
  await message.getByLabel("Show quoted text").press("Enter");
  await expect(message.getByText(quoted)).toBeHidden();
  // It says no more than this.
  await expect(message.getByTestId("show-letter")).toHaveCount(0);
});

test("an address that may be borrowed is marked, and an invitation tells the reader's time", async ({
  agent,
  desk,
}) => {
  const inbox = await emailInbox(agent, desk);
  const text = words("Come and see the kiln");
  const calendar = [
    "BEGIN:VCALENDAR",
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
    "SUMMARY:Opening the kiln",
    "LOCATION:Via Portici 1",
    "DTSTART:20261123T100000Z",
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
  await postLetter(desk, inbox, {
    head: `Authentication-Results: ${authority}; dmarc=fail\r\n`,
    text,
    part: { type: "text/calendar; method=REQUEST", content: calendar },
  });
  await openInbox(agent, desk);
  await openTicket(agent, text);
  const message = messageWith(agent, text);
  await expect(message.getByTestId("unverified")).toHaveText(
    "The sender’s address could not be verified: do not rely on it",
  );
  await expect(message.locator(".bubble .text")).toHaveText(text);
  const card = message.getByTestId("appointment");
  // The browser is in Rome.
  for (const told of ["Invitation", "Opening the kiln", "Mon 23 Nov 2026, 11:00", "Via Portici 1"]) {
    await expect(card).toContainText(told);
  }
  await expect(message.locator(".bubble")).toContainText("invitation.ics");
});
