// Two agents at one ticket: each knows of the other, and no customer gets two answers to one question.
import type { Page } from "@playwright/test";
import {
  agents,
  attach,
  composer,
  filesReady,
  messageWith,
  openTicket,
  send,
  signIn,
  words,
} from "./support/actions";
import { expect, test } from "./support/fixtures";
import { begun } from "./support/meet";
import { png } from "./support/pictures";

const company = (page: Page) => page.getByTestId("company");

test("item 5: who else looks at a ticket is said, and who writes there", async ({
  agent,
  desk,
  page,
  person,
}) => {
  const text = await begun(agent, page, desk, "Is anybody there?");
  await expect(company(agent)).toBeEmpty();
  const colleague = await person();
  await signIn(colleague, desk, agents.second);
  await openTicket(colleague, text);
  await expect(company(colleague)).toHaveText("Also here: Jonas Brandt");
  await expect(company(agent)).toHaveText("Also here: Miriam Köhler");
  await composer(colleague).pressSequentially("Let me look");
  await expect(company(agent)).toHaveText("Writing an answer: Miriam Köhler");
  // A note is no answer.
  await colleague.getByTestId("composer").getByRole("radio", { name: "Note" }).check();
  await expect(company(agent)).toHaveText("Also here: Miriam Köhler");
  await colleague.getByTestId("composer").getByRole("radio", { name: "Reply" }).check();
  await expect(company(agent)).toHaveText("Writing an answer: Miriam Köhler");
  await composer(colleague).fill("");
  await expect(company(agent)).toHaveText("Also here: Miriam Köhler");
  // Whoever goes on to another page is gone soon.
  await colleague.goto(`${desk.url}/settings`);
  await expect(company(agent)).toBeEmpty({ timeout: 30_000 });
});

test("item 5: a second answer is held back, with its words and its picture, until its writer knows of the first", async ({
  agent,
  desk,
  expectComplaints,
  page,
  person,
}) => {
  expectComplaints(/status of 422/);
  const text = await begun(agent, page, desk, "Where is my parcel?");
  const colleague = await person();
  await signIn(colleague, desk, agents.second);
  await openTicket(colleague, text);
  const [first, second] = [words("It comes today"), words("It comes tomorrow")];
  await composer(colleague).fill(second);
  await attach(colleague, {
    name: "parcel.png",
    mimeType: "image/png",
    buffer: png(60, 60, [9, 99, 200]),
  });
  await filesReady(colleague, 1);
  await composer(agent).fill(first);
  await send(agent);
  await expect(messageWith(colleague, first)).toBeVisible();
  await send(colleague);
  await expect(colleague.getByRole("alert")).toContainText("Jonas Brandt has answered meanwhile");
  await expect(composer(colleague)).toHaveValue(second);
  await expect(colleague.getByTestId("tile")).toHaveCount(1);
  await expect(messageWith(page, first)).toBeVisible();
  await expect(messageWith(page, second)).toHaveCount(0);
  await send(colleague);
  await expect(messageWith(page, second)).toBeVisible();
  await expect(messageWith(page, second).getByTestId("picture")).toHaveCount(1);
});
