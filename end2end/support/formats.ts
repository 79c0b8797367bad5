// The same little picture in the formats that channels do not take: four quarters, each of one colour.
import type { Colour } from "./pictures";

/** Its size. */
export const size = { width: 96, height: 64 } as const;

/** The colours of its quarters, with the middle of each in parts of its sides. */
export const quarters: readonly { at: readonly [number, number]; colour: Colour }[] = [
  { at: [0.25, 0.25], colour: [200, 60, 40] },
  { at: [0.75, 0.25], colour: [50, 160, 70] },
  { at: [0.25, 0.75], colour: [50, 80, 190] },
  { at: [0.75, 0.75], colour: [230, 190, 60] },
];

function colourAt(x: number, y: number): Colour {
  const place = (y * 2 >= size.height ? 2 : 0) + (x * 2 >= size.width ? 1 : 0);
  return quarters[place]!.colour;
}

/** Windows bitmap: 24 bits a pixel, blue first, rows from the bottom (BITMAPINFOHEADER). */
export function bmp(): Buffer {
  const { width, height } = size;
  const header = Buffer.alloc(54);
  header.write("BM", 0, "latin1");
  header.writeUInt32LE(54 + width * height * 3, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  const rows = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, x) => [...colourAt(x, height - 1 - row)].reverse()),
  );
  return Buffer.concat([header, Buffer.from(rows.flat(2))]);
}

/** TIFF 6.0: one strip of uncompressed samples, by default RGB; `photometric` says what they mean (§8). */
export function tiff(photometric = 2): Buffer {
  const { width, height } = size;
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => colourAt(x, y)),
  );
  const pixels = Buffer.from(rows.flat(2));
  const [short, long] = [3, 4];
  const bits = 8 + pixels.length;
  const entries = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, 3, bits],
    [259, short, 1, 1],
    [262, short, 1, photometric],
    [273, long, 1, 8],
    [277, short, 1, 3],
    [278, long, 1, height],
    [279, long, 1, pixels.length],
  ] as const;
  const head = Buffer.alloc(8);
  head.write("II*\0", 0, "latin1");
  head.writeUInt32LE(bits + 6, 4);
  const depth = Buffer.from([8, 0, 8, 0, 8, 0]);
  const list = Buffer.alloc(2 + entries.length * 12 + 4);
  list.writeUInt16LE(entries.length, 0);
  entries.forEach(([tag, type, count, value], index) => {
    const at = 2 + index * 12;
    list.writeUInt16LE(tag, at);
    list.writeUInt16LE(type, at + 2);
    list.writeUInt32LE(count, at + 4);
    list.writeUInt32LE(value, at + 8);
  });
  return Buffer.concat([head, pixels, depth, list]);
}

/** HEIC, made of the same picture as a PNG by `heif-enc -q 60` (Debian's libheif-examples 1.15). */
export function heic(): Buffer {
  return Buffer.from(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA" +
    "AAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAA2wAAACNpaW5mAAAAAAABAAAA" +
    "FWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEA" +
    "GEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgQEDAgAAAMACAAA" +
    "AwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAGAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEA" +
    "AQOBAoMAAADjbWRhdAAAANcoAa8J4OMLnLqv//2d///+RbuQ/T0DpIJSedbjx3Et//3xurqXofEnlDvnJfhhDpeQ3DE1" +
    "AbJUmz2a/e86V2qr3MANZz9W//y2aIfv4W3/vuxpLYgif90ePOWssljNxkTWTS+XwqSu6ZqKrNFbM72frzF7+gJavcEI" +
    "WA0pd2KadRd4Ao88sgQOw8hjJ8MACda9BCqd1GrPKNacEMdZ+qtnVkDAAs6ylUsnrIcFf5cKBPWkhOop+03Bvqi2hmSZ" +
    "MVQ7yQhqcAz3v9+7wguLdll/zc9VX7kD3w==",
    "base64",
  );
}

/** AVIF, made of the same picture by `avifenc -s 0 --min 10 --max 20` (Debian's libavif-bin 0.11). */
export function avif(): Buffer {
  return Buffer.from(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAADybWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAA" +
    "AAAAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABGgAAAEAAAAAoaWluZgAA" +
    "AAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAamlwcnAAAABLaXBjbwAAABRpc3BlAAAAAAAAAGAAAABAAAAA" +
    "EHBpeGkAAAAAAwgICAAAAAxhdjFDgSAAAAAAABNjb2xybmNseAABAA0ABoAAAAAXaXBtYQAAAAAAAAABAAEEAQKDBAAA" +
    "AEhtZGF0EgAKCTgZb//KAhoNIDIxE8AAAEAA9c4G0zqlU/lgbf02FA6OMjlRjvfarTLKtO8DXPRXSwxVyyHGqQ3VFtMf" +
    "wg==",
    "base64",
  );
}
