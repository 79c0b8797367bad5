// What every page of the screenshots is made with.
import type { Chance, Person } from "./people";
import type { Words } from "./words";

/** What a marked part is. */
export type Kind = "email" | "phone" | "card" | "iban" | "street" | "name";

/** What a page is made from. */
export interface Given {
  who: Person;
  t: Words;
  chance: Chance;
}

/** How a page looks. */
export interface Layout {
  name: string;
  size: readonly [number, number, number];
  /** Of the page; on top of what all have. */
  css: string;
  body: (given: Given) => string;
}

/** Text that is to be hidden. */
export const mark = (kind: Kind, text: string) => `<span data-p="${kind}">${text.replace(/&/g, "&amp;")}</span>`;
/** The first name. */
export const first = (who: Person) => who.name.split(" ")[0]!;
