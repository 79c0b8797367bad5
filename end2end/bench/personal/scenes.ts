// The screenshots of the bench: pages as people send them, with the personal data in them marked. On the
// tuned ones the rules were made; of the held-out ones nothing is known to them: other people, other ways
// of writing, other fonts and densities, and half of them other pages.
import { layouts } from "./layouts";
import { more } from "./layouts-more";
import type { Layout } from "./page";
import type { Language, Set } from "./parts";
import { Chance, person } from "./people";
import { unseen } from "./unseen";
import { words } from "./words";

/** A page to be photographed. */
export interface Scene {
  name: string;
  set: Set;
  /** What the ticket's contact is called. */
  contact: string;
  language: Language;
  width: number;
  height: number;
  /** Pixels of the picture to one of the page. */
  scale: number;
  /** The quality of a JPEG; else it is a PNG. */
  jpeg?: number;
  html: string;
}

/** How the same page looks on another machine. */
interface Look {
  /** What stands there for each font. */
  fonts: Record<string, string>;
  /** Pixels, where a page has as many as it has points. */
  scale: number;
  jpeg?: number;
  /** Light becomes dark. */
  inverted?: boolean;
}

const looks: Record<Set, Look[]> = {
  tuned: [
    { fonts: {}, scale: 1 },
    { fonts: { Inter: "Liberation Sans", "DejaVu Sans Mono": "Liberation Mono" }, scale: 1.25 },
    { fonts: { Inter: "DejaVu Sans Condensed", "Liberation Serif": "DejaVu Serif" }, scale: 1, jpeg: 85 },
    { fonts: { Inter: "Inter Display", "DejaVu Sans": "Liberation Sans" }, scale: 1.5, inverted: true },
    { fonts: { Inter: "DejaVu Sans", "Liberation Sans": "DejaVu Serif" }, scale: 1, jpeg: 75 },
  ],
  "held out": [
    { fonts: { Inter: "Liberation Sans Narrow", "DejaVu Sans": "DejaVu Serif" }, scale: 1.25, jpeg: 80 },
    { fonts: { "Liberation Sans": "Inter", "DejaVu Sans": "Inter", "Liberation Serif": "Liberation Sans" }, scale: 1.1 },
    { fonts: { Inter: "Liberation Sans", "Liberation Mono": "DejaVu Sans Mono" }, scale: 1.75, inverted: true },
    { fonts: {}, scale: 1, jpeg: 90 },
  ],
};

const languages = ["en", "de", "it"] as const;

function scene(set: Set, layout: Layout, language: Language, seed: number, look: Look): Scene {
  const { name, size: [width, height, scale], body } = layout;
  const who = person(set, language, seed);
  const given = { who, t: words[language], chance: new Chance(seed + 101) };
  const css = layout.css.replace(/(Inter|(?:DejaVu|Liberation) (?:Sans|Serif)(?: Mono)?)/g, (font) => {
    const other = look.fonts[font];
    return other ? (font === "Inter" ? `'${other}'` : other) : font;
  });
  const invert = look.inverted ? "html{background:#fff;filter:invert(1) hue-rotate(180deg)}" : "";
  const html = `<!DOCTYPE html><meta charset="utf-8"><style>*{box-sizing:border-box}body{margin:0}${invert}${css}</style><body>${body(given)}</body>`;
  return {
    name: `${name}, ${language}`,
    set,
    contact: who.name,
    language,
    width,
    height,
    scale: scale === 1 ? look.scale : scale,
    ...(look.jpeg ? { jpeg: look.jpeg } : {}),
    html,
  };
}

const tuned = [...layouts, ...more];

/** All of them. */
export const scenes: Scene[] = [
  // Every page in two of the languages.
  ...tuned.flatMap((layout, at) =>
    [0, 1].map((turn) => {
      const tongue = (at + turn) % 3;
      return scene("tuned", layout, languages[tongue]!, at * 3 + turn, looks.tuned[(at + turn * 2) % 5]!);
    }),
  ),
  // Some of the same pages in one, and each of the others in all.
  ...tuned
    .filter((_, at) => at % 2 === 0)
    .map((layout, at) => scene("held out", layout, languages[at % 3]!, at, looks["held out"][at % 4]!)),
  ...languages.flatMap((language, tongue) =>
    unseen.map((layout, at) =>
      scene("held out", layout, language, 50 + at * 3 + tongue, looks["held out"][(at + tongue) % 4]!),
    ),
  ),
];
