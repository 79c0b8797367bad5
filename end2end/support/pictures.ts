// Pictures that people send, written byte by byte: nothing binary is kept in the checkout.
// What only a browser can draw is in lab.ts.
import { crc32, deflateSync } from "node:zlib";

/** A colour as red, green, blue. */
export type Colour = [number, number, number];

/** A PNG in one colour. */
export function png(width: number, height: number, [red, green, blue]: Colour): Buffer {
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x += 1) row.set([red, green, blue], 1 + x * 3);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return pngFile(width, height, deflateSync(rows));
}

/** A PNG that is clear on its left half, and noise around one colour on its right: it does not get small. */
export function glass(width: number, height: number, colour: Colour): Buffer {
  let seed = 1;
  const rows = Array.from({ length: height }, () => {
    const row = Buffer.alloc(1 + width * 4);
    for (let x = width >> 1; x < width; x += 1) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      row.set([...colour.map((sample) => sample + ((seed >>> 28) & 1)), 255], 1 + x * 4);
    }
    return row;
  });
  return pngFile(width, height, deflateSync(Buffer.concat(rows)), 6);
}

/** A PNG that claims to be huge and holds next to nothing. */
export function pngBomb(side: number): Buffer {
  return pngFile(side, side, deflateSync(Buffer.alloc(64)));
}

function pngFile(width: number, height: number, data: Buffer, colours = 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colours, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A GIF of one-colour pictures that takes turns, `frames` of them. */
export function animatedGif(width: number, height: number, frames: number): Buffer {
  const palette = Buffer.from([0x20, 0x70, 0x60, 0xe0, 0xa0, 0x30]);
  const screen = Buffer.alloc(7);
  screen.writeUInt16LE(width, 0);
  screen.writeUInt16LE(height, 2);
  screen[4] = 0x80;
  const loop = Buffer.from("\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", "latin1");
  const pictures = Array.from({ length: frames }, (_, index) => {
    const control = Buffer.from([0x21, 0xf9, 4, 0, 20, 0, 0, 0]);
    const place = Buffer.alloc(10);
    place[0] = 0x2c;
    place.writeUInt16LE(width, 5);
    place.writeUInt16LE(height, 7);
    return Buffer.concat([control, place, plainLzw(width * height, index % 2)]);
  });
  return Buffer.concat([
    Buffer.from("GIF89a", "latin1"),
    screen,
    palette,
    loop,
    ...pictures,
    Buffer.from([0x3b]),
  ]);
}

/** GIF's LZW without compression: a clear code before every second pixel keeps codes at 3 bits. */
function plainLzw(pixels: number, colour: number): Buffer {
  const clear = 4;
  const codes: number[] = [];
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    if (pixel % 2 === 0) codes.push(clear);
    codes.push(colour);
  }
  codes.push(clear + 1);
  const bytes = Buffer.alloc(Math.ceil((codes.length * 3) / 8));
  codes.forEach((code, index) => {
    for (let bit = 0; bit < 3; bit += 1) {
      if (code & (1 << bit)) {
        const at = index * 3 + bit;
        bytes[at >> 3]! |= 1 << (at & 7);
      }
    }
  });
  const blocks: Buffer[] = [Buffer.from([2])];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([...blocks, Buffer.from([0])]);
}

/** A drawing that would run code if a page took it for its own. */
export const svgWithScript = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80" onload="window.stolen = true"><script>window.stolen = true; alert("stolen")</script><circle cx="40" cy="40" r="30"/></svg>`,
);
