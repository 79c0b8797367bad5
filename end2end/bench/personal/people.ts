// Whose data the screenshots of the bench show: made up, but right in every check digit.
import { type Language, type Set, pools } from "./parts";

/** Somebody, with more addresses than anybody has. */
export interface Person {
  /** What the ticket's contact is called. */
  name: string;
  /** E-mail addresses of different shapes. */
  emails: string[];
  /** Telephone numbers as people of that country write them. */
  phones: string[];
  /** Card numbers, in groups or not. */
  cards: string[];
  /** IBANs, in groups or not. */
  ibans: string[];
  /** Street lines. */
  streets: string[];
  /** Lines of postcode and town. */
  towns: string[];
}

/** The same numbers each time: a small linear congruential generator. */
export class Chance {
  constructor(private seed: number) {
    // Seeds that are neighbours begin alike.
    for (let turn = 0; turn < 4; turn += 1) this.below(2);
  }

  /** A whole number below `end`. */
  below(end: number): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.seed / 2 ** 32) * end);
  }

  /** So many digits. */
  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join("");
  }

  /** A pattern with a digit for each #. */
  filled(pattern: string): string {
    return pattern.replace(/#/g, () => this.digits(1));
  }

  /** One of them. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** Somebody of that language. */
export function person(set: Set, language: Language, seed: number): Person {
  const chance = new Chance(seed * 7919 + (set === "tuned" ? 17 : 40_507));
  const { parts, emails, cards, ibans } = pools[set];
  const { firsts, lasts, phones, streets, towns } = parts[language];
  // Each list begins elsewhere, so that a layout does not always show the same.
  const turn = <T>(list: readonly T[]) => {
    const from = chance.below(list.length);
    return list.map((_, at) => list[(at + from) % list.length]!);
  };
  // Enough for every layout.
  const seven = <T>(list: T[]) => Array.from({ length: Math.max(7, list.length) }, (_, at) => list[at % list.length]!);
  const first = firsts[(seed * 3) % firsts.length]!;
  const last = lasts[(seed * 5 + 1) % lasts.length]!;
  return {
    name: `${first} ${last}`,
    emails: seven(turn(emails)).map((pattern) => email(chance, pattern, plain(first), plain(last))),
    phones: seven(turn(phones)).map((pattern) => chance.filled(pattern)),
    cards: seven(turn(cards)).map(({ start, groups, between }) => card(chance, start, groups, between)),
    ibans: seven(turn(ibans)).map((country, at) => iban(chance, country, at % 3 !== 2)),
    streets: seven(turn(streets)),
    towns: seven(turn(towns)),
  };
}

function email(chance: Chance, pattern: string, first: string, last: string): string {
  const parts: Record<string, string> = { F: first, I: first[0]!, L: last };
  return chance.filled(pattern.replace(/[FIL]/g, (sign) => parts[sign]!));
}

/** As it stands in an address. */
function plain(name: string): string {
  const letters = name.toLowerCase().replace(/ü/g, "ue").replace(/ö/g, "oe").replace(/ä/g, "ae").replace(/ß/g, "ss");
  return letters.normalize("NFD").replace(/[^a-z]/g, "");
}

function luhn(digits: string): string {
  for (const last of "0123456789") {
    const all = [...digits, last].reverse().map(Number);
    const sum = all.reduce((sum, digit, at) => {
      const twice = at % 2 ? digit * 2 : digit;
      return sum + (twice > 9 ? twice - 9 : twice);
    }, 0);
    if (sum % 10 === 0) return digits + last;
  }
  throw new Error("one of ten digits fits");
}

function card(chance: Chance, start: string, groups: number[], between: string): string {
  const length = groups.reduce((sum, group) => sum + group, 0);
  const digits = luhn(start + chance.digits(length - start.length - 1));
  let at = 0;
  return groups.map((group) => digits.slice(at, (at += group))).join(between);
}

function iban(chance: Chance, country: string, grouped: boolean): string {
  const letters = (count: number) => Array.from({ length: count }, () => chance.pick([..."ABCDEFGHKLMNPRSTUVX"])).join("");
  const bodies: Record<string, () => string> = {
    DE: () => chance.digits(18),
    IT: () => letters(1) + chance.digits(22),
    AT: () => chance.digits(16),
    GB: () => letters(4) + chance.digits(14),
    FR: () => chance.digits(23),
    CH: () => chance.digits(17),
    NL: () => letters(4) + chance.digits(10),
    ES: () => chance.digits(20),
    BE: () => chance.digits(12),
    PL: () => chance.digits(24),
    LU: () => chance.digits(16),
  };
  const body = bodies[country]!();
  const numbers = [...body, ...country, "0", "0"].map((sign) => parseInt(sign, 36)).join("");
  const check = 98n - (BigInt(numbers) % 97n);
  const whole = country + String(check).padStart(2, "0") + body;
  return grouped ? whole.match(/.{1,4}/g)!.join(" ") : whole;
}
