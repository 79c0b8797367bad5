// From one ticket to the next without waiting.
import { messageWith, openChat, openInbox, rowWith, say, words } from "./support/actions";
import { expect, test } from "./support/fixtures";

test("item 7: the next ticket is there before one asks for it, and never as it was before", async ({
  agent,
  desk,
  expectComplaints,
  person,
}) => {
  // What is fetched ahead while the line is cut.
  expectComplaints(/ERR_FAILED/);
  const chats = [];
  const [first, second] = [words("Below"), words("Above")];
  for (const text of [first, second]) {
    const chat = await openChat(await person(), desk);
    await say(chat, text);
    chats.push(chat);
  }
  await openInbox(agent, desk, "?channel=webchat");
  await expect(rowWith(agent, first)).toBeVisible();
  const brought = (text: string) =>
    agent.waitForResponse(async (answer) => {
      return answer.url().endsWith("/api/ticket/open") && (await answer.text()).includes(text);
    });
  // The one above, and by itself the one below it.
  const ahead = brought(first);
  await rowWith(agent, second).click();
  await ahead;
  await agent.route("**/api/ticket/open", (route) => route.abort());
  await agent.keyboard.press("j");
  await expect(messageWith(agent, first)).toBeVisible();
  await agent.unroute("**/api/ticket/open");

  // What was fetched ahead is forgotten when something happens in it.
  const again = brought(first);
  await agent.keyboard.press("k");
  await expect(messageWith(agent, second)).toBeVisible();
  await again;
  const more = words("One thing more");
  await say(chats[0]!, more);
  await rowWith(agent, more).click();
  await expect(messageWith(agent, more)).toBeVisible();
});
