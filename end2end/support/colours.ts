// How far apart two colours are for an eye.
import type { Colour } from "./pictures";

/** ΔE*ab (CIE 1976) of two sRGB colours. About 2 is the least that is seen side by side. */
export function deltaE(one: Colour, other: Colour): number {
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** CIE L*a*b* for the white of sRGB, D65 (IEC 61966-2-1). */
function lab(colour: Colour): [number, number, number] {
  const [red, green, blue] = colour.map((sample) => {
    const value = sample / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Colour;
  const root = (value: number) =>
    value > 216 / 24389 ? Math.cbrt(value) : (value * (24389 / 27) + 16) / 116;
  const x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
