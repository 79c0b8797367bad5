// The page's own thread stays free while a photo of 12 megapixels is made fit: a worker does it.
import { attach, filesReady, openInbox, openTicket, startChat, words } from "./support/actions";
import { expect, test } from "./support/fixtures";
import { reportBlocks } from "./support/thread";

// Playwright's own recording works on the page's thread.
test.use({ trace: "off" });

test("item 5: a 12-megapixel photo never holds the page's thread for more than 50 ms", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  test.setTimeout(120_000);
  const question = words("Send me a large one");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
  const photo = await lab.phonePhoto();

  for (const [who, what] of [
    ["the agent's page", agent],
    ["the visitor's page", page],
  ] as const) {
    const blocks = await reportBlocks(what, async () => {
      await attach(what, photo);
      await filesReady(what, 1);
    });
    console.log(
      `${who}: ready after ${blocks.took} ms; of ${blocks.tasks} tasks the longest worked ${blocks.longest} ms (${blocks.longestWaitingIncluded} ms with waiting for its turn)`,
    );
    expect(blocks.tasks, who).toBeGreaterThan(0);
    expect.soft(blocks.longest, who).toBeLessThanOrEqual(50);
  }
});
