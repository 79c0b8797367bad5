// The picture workshop's editor: what is blacked out is gone from the file that leaves.
import { expect, test } from "./support/fixtures";
import {
  attach,
  composer,
  messageWith,
  openInbox,
  openTicket,
  send,
  startChat,
  words,
} from "./support/actions";
import { black, drag, edit, far, originalOf } from "./support/editor";

test("item 3: what an agent blacks out by pointer is black for the visitor", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const question = words("Show me the invoice");
  const text = words("Without the address");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
  await attach(agent, await lab.phonePhoto());
  await edit(agent);
  const stage = agent.getByTestId("editor-stage");
  // Over the red corner.
  await drag(agent, stage, [0, 0], [0.2, 0.15]);
  await expect(agent.getByTestId("hidden-part")).toHaveCount(1);
  await agent.getByRole("button", { name: "Apply" }).click();
  await expect(agent.getByTestId("editor")).toHaveCount(0);
  await expect(agent.getByTestId("tile")).toHaveAttribute("data-state", "ready");
  await expect(agent.getByTestId("tile")).toContainText("partly blacked out");
  await composer(agent).fill(text);
  await send(agent);

  const picture = messageWith(page, text).getByTestId("picture").locator("img:not(.soft)");
  await expect(picture).toBeVisible();
  const sent = await originalOf(page, messageWith(page, text));
  const look = await lab.look(sent, [
    [0.08, 0.06],
    [0.92, 0.06],
    [0.08, 0.94],
  ]);
  expect(far(look.colours[0]!, black)).toBeLessThan(30);
  expect(look.colours[1]![1]).toBeGreaterThan(look.colours[1]![0] + 60);
  expect(look.colours[2]![2]).toBeGreaterThan(look.colours[2]![0] + 60);
});

test("item 3: one blacks out, moves, turns, undoes and applies by keyboard alone", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const question = words("Keys only");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
  await attach(agent, lab.file("plain.png", await lab.draw({ width: 800, height: 600, type: "image/png" })));
  const button = agent.getByTestId("edit-picture");
  await expect(button).toBeEnabled();
  await button.focus();
  await agent.keyboard.press("Enter");
  await expect(agent.getByTestId("editor")).toBeVisible();
  const part = agent.getByTestId("hidden-part");

  await agent.getByRole("button", { name: "Black out a part" }).focus();
  await agent.keyboard.press("Enter");
  await expect(part).toBeFocused();
  await expect(part).toHaveAttribute("x", "300");
  await agent.keyboard.press("ArrowLeft");
  await expect(part).toHaveAttribute("x", "294");
  await agent.keyboard.press("Shift+ArrowDown");
  await expect(part).toHaveAttribute("height", "66");
  await agent.keyboard.press("Delete");
  await expect(part).toHaveCount(0);
  await agent.keyboard.press("Control+z");
  await expect(part).toHaveCount(1);
  await agent.getByRole("button", { name: "Turn clockwise" }).focus();
  await agent.keyboard.press("Enter");
  await expect(agent.getByTestId("editor-stage")).toHaveAttribute("viewBox", "0 0 600 800");

  // Leaving asks, because something would be lost, and asks again after more was done.
  const leave = agent.getByRole("button", { name: "Throw it away" });
  await agent.keyboard.press("Escape");
  await expect(leave).toBeVisible();
  await agent.keyboard.press("Control+z");
  await expect(leave).toHaveCount(0);
  await agent.keyboard.press("Control+y");
  await expect(agent.getByTestId("editor-stage")).toHaveAttribute("viewBox", "0 0 600 800");
  await agent.keyboard.press("Escape");
  await expect(leave).toBeVisible();
  await agent.getByRole("button", { name: "Apply" }).focus();
  await agent.keyboard.press("Enter");
  await expect(agent.getByTestId("editor")).toHaveCount(0);
  const tile = agent.getByTestId("tile");
  await expect(tile).toHaveAttribute("data-state", "ready");
  await expect(tile).toContainText("partly blacked out");
  await send(agent);
  const sent = await originalOf(agent, agent.getByTestId("message").last());
  const look = await lab.look(sent, [[0.5, 0.5]]);
  expect([look.width, look.height]).toEqual([600, 800]);
  expect(far(look.colours[0]!, black)).toBeLessThan(30);
});

test("item 3: a picture edited twice is hidden where it was drawn both times", async ({
  agent,
  desk,
  lab,
  page,
}) => {
  const question = words("Twice");
  await startChat(page, desk, question);
  await openInbox(agent, desk);
  await openTicket(agent, question);
  await attach(agent, await lab.phonePhoto());
  const stage = agent.getByTestId("editor-stage");
  for (const [from, to] of [
    [[0, 0], [0.2, 0.15]],
    [[0.8, 0], [1, 0.15]],
  ] as const) {
    await edit(agent);
    await drag(agent, stage, from, to);
    await agent.getByRole("button", { name: "Apply" }).click();
    // While it is being worked on it cannot be put on the bench.
    await expect(agent.getByTestId("tile")).not.toHaveAttribute("data-state", "ready");
    await expect(agent.getByTestId("edit-picture")).toBeDisabled();
    await expect(agent.getByTestId("tile")).toHaveAttribute("data-state", "ready");
  }
  await send(agent);
  const sent = await originalOf(agent, agent.getByTestId("message").last());
  const look = await lab.look(sent, [
    [0.08, 0.06],
    [0.92, 0.06],
    [0.08, 0.94],
  ]);
  expect(far(look.colours[0]!, black)).toBeLessThan(30);
  expect(far(look.colours[1]!, black)).toBeLessThan(30);
  expect(look.colours[2]![2]).toBeGreaterThan(look.colours[2]![0] + 60);
});

test("item 3: leaving the editor without a change asks nothing and changes nothing", async ({
  desk,
  lab,
  page,
}) => {
  await startChat(page, desk, words("Just looking"));
  await attach(page, lab.file("plain.png", await lab.draw({ width: 400, height: 300, type: "image/png" })));
  await edit(page);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("editor")).toHaveCount(0);
  const tile = page.getByTestId("tile");
  await expect(tile).toHaveAttribute("data-state", "ready");
  await expect(tile).not.toContainText("partly blacked out");
});
