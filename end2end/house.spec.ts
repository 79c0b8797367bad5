// The checkout itself: the rooms of the house, and that its first page keeps its promises.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./support/desk";
import { expect, test } from "@playwright/test";

const read = (path: string) => readFileSync(join(checkout, path), "utf8");

test("item 1: every room is there, and the map names it", () => {
  const rooms = [
    "app",
    "server",
    "frontend/inbox",
    "frontend/widget",
    "frontend/image-worker",
    "crates/model",
    "crates/media",
    "crates/channels",
    "crates/desk",
    "style",
    "public",
    "end2end",
    "xtask",
  ];
  const map = read("ARCHITECTURE.md");
  for (const room of rooms) {
    expect(existsSync(join(checkout, room)), room).toBe(true);
    expect(map, room).toContain(room.split("/").at(-1)!);
  }
  expect(readdirSync(checkout).some((name) => /^LICEN[CS]E/.test(name))).toBe(true);
  expect(statSync(join(checkout, ".ci/run")).mode & 0o100).toBeTruthy();
});

test("item 1: the README has the two commands, the embed line, and pictures that exist", () => {
  const readme = read("README.md");
  expect(readme).toContain("cargo xtask demo");
  expect(readme).toContain("cargo xtask test");
  expect(readme).toMatch(/<script async src="[^"]+\/widget\.js" data-inbox="[^"]+"><\/script>/);
  const pictures = [
    ...readme.matchAll(/(?:!\[[^\]]*\]\(|src(?:set)?=")(?!http)([^)"\s]+\.(?:png|svg))/g),
  ].map((match) => match[1]!);
  expect(pictures.length).toBeGreaterThan(0);
  for (const picture of pictures) expect(existsSync(join(checkout, picture)), picture).toBe(true);
});

test("items 2 and 10: the journeys name every numbered item of the first issue", () => {
  const titles = readdirSync(join(checkout, "end2end"))
    .filter((name) => name.endsWith(".spec.ts"))
    .map((name) => read(`end2end/${name}`))
    .join("\n");
  for (let item = 1; item <= 10; item += 1) {
    expect(titles, `item ${item}`).toMatch(
      new RegExp(`items? (\\d+(, \\d+)* and |\\d+, )*${item}\\b`),
    );
  }
});
