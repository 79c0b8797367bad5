// Whose data the screenshots of the bench show: made up, but right in every check digit.

/** A language of the screenshots. */
export type Language = "en" | "de" | "it";

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

const names: Record<Language, string[]> = {
  en: ["Harriet Lowe", "Tom Everett", "Siobhan Whitfield", "Oliver Kingsley", "Grace Pemberton"],
  de: ["Jürgen Weiß", "Karl Steinmair", "Käthe Großmann", "Anneliese Köhler", "Markus Thaler"],
  it: ["Giulia Ferraro", "Chiara Lombardi", "Niccolò Esposito", "Beatrice D'Angelo", "Matteo Bianchi"],
};

const emails = [
  (first: string, last: string) => `${first}.${last}@example.com`,
  (first: string, last: string) => `${first}_${last}82@mail.example.org`,
  (first: string, last: string) => `${first[0]}${last}@example.net`,
  (_: string, last: string) => `${last}+orders@example.co.uk`,
  (first: string, last: string) => `info@${last}-${first}.example.it`,
  (first: string, last: string) => `${first}${last.length}979@posteo.example.de`,
];

const phones: Record<Language, string[]> = {
  en: [
    "+44 20 7946 0958",
    "07700 900 123",
    "(555) 010-4477",
    "+1 415-555-0132",
    "020 7946 0321",
    "+44 (0)161 496 0735",
    "555-010-9934",
  ],
  de: [
    "+49 30 90182 0455",
    "0171 3920071",
    "+49 (0)89 636 48018",
    "030 / 23125 781",
    "+43 664 5550193",
    "0471/555 123",
    "+49 151 555 00134",
  ],
  it: [
    "+39 347 555 0102",
    "0471 555 238",
    "+39 06 4578 6391",
    "347 5550198",
    "+39 333.555.0178",
    "06 4578 6310",
    "+39 0471 555238",
  ],
};

const streets: Record<Language, string[]> = {
  en: ["221B Baker Street", "14 Rosewood Avenue", "7 Old Mill Lane", "1600 Harbour Road, Flat 4", "93 St. John's Close"],
  de: ["Musterstraße 12", "Am Markt 3", "Lindenallee 47a", "Talfergasse 8", "Hauptstr. 105"],
  it: ["Via Roma 5", "Piazza Garibaldi 12/A", "Corso Italia, 88", "Viale dei Mille 31", "Via San Marco 2"],
};

const towns: Record<Language, string[]> = {
  en: ["London NW1 6XE", "Bristol BS1 4DJ", "Springfield, IL 62704", "Leeds LS2 7EW", "Austin, TX 78701"],
  de: ["39100 Bozen", "10115 Berlin", "80331 München", "A-6020 Innsbruck", "50667 Köln"],
  it: ["39100 Bolzano BZ", "00184 Roma (RM)", "20121 Milano", "50122 Firenze FI", "10121 Torino"],
};

/** The same numbers each time: a small linear congruential generator. */
export class Chance {
  constructor(private seed: number) {}

  /** A whole number below `end`. */
  below(end: number): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.seed / 2 ** 32) * end);
  }

  /** So many digits. */
  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join("");
  }
}

/** Somebody of that language. */
export function person(language: Language, seed: number): Person {
  const chance = new Chance(seed * 7919 + 17);
  const turn = <T>(list: readonly T[]) => list.map((_, at) => list[(at + seed) % list.length]!);
  const name = turn(names[language])[0]!;
  const [first, last] = plain(name).split(" ") as [string, string];
  return {
    name,
    emails: turn(emails).map((make) => make(first, last)),
    phones: turn(phones[language]),
    cards: turn([card(chance, "4", 16, 4), card(chance, "5", 16, 0), amex(chance), card(chance, "4", 16, 4)]),
    ibans: turn(["DE", "IT", "AT", "GB"]).map((country, at) => iban(chance, country, at % 3 !== 2)),
    streets: turn(streets[language]),
    towns: turn(towns[language]),
  };
}

/** As it stands in an address. */
function plain(name: string): string {
  const letters = name.toLowerCase().replace(/ü/g, "ue").replace(/ö/g, "oe").replace(/ä/g, "ae").replace(/ß/g, "ss");
  return letters.replace(/ò/g, "o").replace(/'/g, "");
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

function card(chance: Chance, start: string, length: number, group: number): string {
  const digits = luhn(start + chance.digits(length - start.length - 1));
  return group ? digits.match(new RegExp(`.{1,${group}}`, "g"))!.join(" ") : digits;
}

function amex(chance: Chance): string {
  const digits = luhn("37" + chance.digits(12));
  return `${digits.slice(0, 4)} ${digits.slice(4, 10)} ${digits.slice(10)}`;
}

function iban(chance: Chance, country: string, grouped: boolean): string {
  const bodies: Record<string, () => string> = {
    DE: () => chance.digits(18),
    IT: () => `X${chance.digits(22)}`,
    AT: () => chance.digits(16),
    GB: () => `NWBK${chance.digits(14)}`,
  };
  const body = bodies[country]!();
  const numbers = [...body, ...country, "0", "0"].map((sign) => parseInt(sign, 36)).join("");
  const check = 98n - (BigInt(numbers) % 97n);
  const whole = country + String(check).padStart(2, "0") + body;
  return grouped ? whole.match(/.{1,4}/g)!.join(" ") : whole;
}
