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

/** What the quarters of `printed` look like by its profile (LittleCMS's word for it). */
export const inks: readonly Colour[] = [
  [56, 160, 202],
  [206, 83, 137],
  [240, 220, 93],
  [69, 71, 133],
];

/** A JPEG of four inks, cyan, magenta, yellow and the first two together, with the profile of a printer that has
 * pale ones (Pillow 13; the profile is that of `crates/media/tests/it/support/icc.rs`). */
export function printed(): Buffer {
  return Buffer.from(
    "/9j/7gAOQWRvYmUAZAAAAAAA/+IIjElDQ19QUk9GSUxFAAEBAAAIfAAAAAACQAAAcHJ0ckNNWUtMYWIgAAAAAAAAAAAAAAAA" +
    "YWNzcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPbWAAEAAAAA0y0AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" +
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEZGVzYwAAALQAAAAuY3BydAAAAOQAAAAid3RwdAAAAQgAAAAUQTJCMAAAARwAAAdg" +
    "bWx1YwAAAAAAAAABAAAADGVuVVMAAAASAAAAHABBACAAcAByAGkAbgB0AGUAcgAAbWx1YwAAAAAAAAABAAAADGVuVVMAAAAG" +
    "AAAAHABDAEMAMAAAWFlaIAAAAAAAAPbWAAEAAAAA0y1tZnQxAAAAAAQDAgAAAQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAA" +
    "AAAAAAABAAAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/" +
    "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoOEhYaH" +
    "iImKi4yNjo+QkZKTlJWWl5iZmpucnZ6foKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u7y9vr/AwcLDxMXGx8jJysvMzc7P" +
    "0NHS09TV1tfY2drb3N3e3+Dh4uPk5ebn6Onq6+zt7u/w8fLz9PX29/j5+vv8/f7/AAECAwQFBgcICQoLDA0ODxAREhMUFRYX" +
    "GBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5f" +
    "YGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaan" +
    "qKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v" +
    "8PHy8/T19vf4+fr7/P3+/wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzAxMjM0NTY3" +
    "ODk6Ozw9Pj9AQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2BhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ent8fX5/" +
    "gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp+goaKjpKWmp6ipqqusra6vsLGys7S1tre4ubq7vL2+v8DBwsPExcbH" +
    "yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5ufo6err7O3u7/Dx8vP09fb3+Pn6+/z9/v8AAQIDBAUGBwgJCgsMDQ4P" +
    "EBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZX" +
    "WFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoOEhYaHiImKi4yNjo+QkZKTlJWWl5iZmpucnZ6f" +
    "oKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u7y9vr/AwcLDxMXGx8jJysvMzc7P0NHS09TV1tfY2drb3N3e3+Dh4uPk5ebn" +
    "6Onq6+zt7u/w8fLz9PX29/j5+vv8/f7//4CALoCA4Hy+K3+KirR8Jop+hbKiIYiGnmxiKXp4j1yUJHiEV4xeHIN4R4KCFICA" +
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZH" +
    "SElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6P" +
    "kJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX" +
    "2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f" +
    "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj9AQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2BhYmNkZWZn" +
    "aGlqa2xtbm9wcXJzdHV2d3h5ent8fX5/gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp+goaKjpKWmp6ipqqusra6v" +
    "sLGys7S1tre4ubq7vL2+v8DBwsPExcbHyMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5ufo6err7O3u7/Dx8vP09fb3" +
    "+Pn6+/z9/v8AAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/" +
    "QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoOEhYaH" +
    "iImKi4yNjo+QkZKTlJWWl5iZmpucnZ6foKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u7y9vr/AwcLDxMXGx8jJysvMzc7P" +
    "0NHS09TV1tfY2drb3N3e3+Dh4uPk5ebn6Onq6+zt7u/w8fLz9PX29/j5+vv8/f7//9sAQwAFAwQEBAMFBAQEBQUFBgcMCAcH" +
    "BwcPCwsJDBEPEhIRDxERExYcFxMUGhURERghGBodHR8fHxMXIiQiHiQcHh8e/8AAFAgAQABgBEMRAE0RAFkRAEsRAP/EABYA" +
    "AQEBAAAAAAAAAAAAAAAAAAAJCP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8Axk2W2W2WAAAAAACzCM4A" +
    "AAAAAAjOswAAAAAAALMIzgAAAAAACM6zAAAAAAAAswjOAAAAAAAIzrMAAAAAAACzCM4AAAAAAALMIzgAAAAAAIzozrMAAAAA" +
    "AALMLMIzgAAAAAAIzozrMAAAAAAALMLMIzgAAAAAAIzozrMAAAAAAALMLMIzgAAAAAAIzozrMAAAAAAAP//Z",
    "base64",
  );
}
