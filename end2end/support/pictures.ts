// Pictures and other files that people send, made by code: nothing binary is kept in the checkout.
// `Lab` is a bare page that draws and looks; the rest is written byte by byte.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { spliceJpeg } from "./bytes";
import { phoneSegments } from "./metadata";

/** A colour as red, green, blue. */
export type Colour = [number, number, number];

/** What a browser makes of a picture. */
export interface Look {
  width: number;
  height: number;
  /** Colours at the given places. */
  colours: Colour[];
}

/** Where the blocks of `Lab.draw` are when it is upright, in parts of its sides. */
const corners = {
  red: [0.08, 0.06],
  green: [0.92, 0.06],
  blue: [0.08, 0.94],
} as const satisfies Record<string, readonly [number, number]>;

/** A page of its own for drawing pictures and for looking at received ones. */
export class Lab {
  private readonly folder = mkdtempSync(join(tmpdir(), "attache-pictures-"));
  private phone: string | undefined;

  private constructor(
    private readonly context: BrowserContext,
    private readonly page: Page,
  ) {}

  static async open(browser: Browser): Promise<Lab> {
    const context = await browser.newContext({ javaScriptEnabled: true });
    return new Lab(context, await context.newPage());
  }

  async close(): Promise<void> {
    await this.context.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Path of a file with these bytes; browsers pick it up without the page's help. */
  file(name: string, bytes: Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    return path;
  }

  /**
   * Path of a 12-megapixel photo as a phone stores it: 4032×3024, to be turned by orientation 6,
   * with a position, and in Display P3. Drawn once a worker.
   */
  async phonePhoto(): Promise<string> {
    if (!this.phone) {
      const plain = await this.draw({
        width: 3024,
        height: 4032,
        turned: true,
        type: "image/jpeg",
      });
      this.phone = this.file("IMG_2041.jpg", spliceJpeg(plain, phoneSegments(6)));
    }
    return this.phone;
  }

  /** A picture with a red, a green and a blue corner and a fine structure in between. */
  async draw(what: {
    width: number;
    height: number;
    type: "image/jpeg" | "image/png" | "image/webp";
    /** Store it lying on its left side, as orientation 6 wants it. */
    turned?: boolean;
  }): Promise<Buffer> {
    const base64 = await this.page.evaluate(async ({ width, height, type, turned }) => {
      const canvas = new OffscreenCanvas(turned ? height : width, turned ? width : height);
      const ink = canvas.getContext("2d")!;
      if (turned) ink.setTransform(0, -1, 1, 0, 0, width);

      const sky = ink.createLinearGradient(0, 0, width, height);
      sky.addColorStop(0, "rgb(90,120,150)");
      sky.addColorStop(0.5, "rgb(190,180,150)");
      sky.addColorStop(1, "rgb(70,80,60)");
      ink.fillStyle = sky;
      ink.fillRect(0, 0, width, height);

      // The same noise each time: a small linear congruential generator.
      let seed = 1;
      const random = () => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return seed / 2 ** 32;
      };
      for (let leaf = 0; leaf < 4000; leaf += 1) {
        const size = (4 + 60 * random() ** 3) * (width / 3024);
        ink.fillStyle = `hsl(${60 + 90 * random()} 30% ${20 + 50 * random()}% / 0.6)`;
        ink.beginPath();
        ink.ellipse(random() * width, random() * height, size, size / 3, 3 * random(), 0, 7);
        ink.fill();
      }
      const grain = new OffscreenCanvas(512, 512);
      const dots = new ImageData(512, 512);
      for (let at = 0; at < dots.data.length; at += 4) {
        dots.data.fill(random() * 255, at, at + 3);
        dots.data[at + 3] = 18;
      }
      grain.getContext("2d")!.putImageData(dots, 0, 0);
      ink.fillStyle = ink.createPattern(grain, "repeat")!;
      ink.fillRect(0, 0, width, height);

      const side = Math.round(width * 0.16);
      const block = (colour: string, x: number, y: number) => {
        ink.fillStyle = colour;
        ink.fillRect(x, y, side, side);
      };
      block("rgb(200,60,40)", 0, 0);
      block("rgb(50,160,70)", width - side, 0);
      block("rgb(50,80,190)", 0, height - side);

      const blob = await canvas.convertToBlob({ type, quality: 0.92 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 0x8000) {
        text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      }
      return btoa(text);
    }, what);
    return Buffer.from(base64, "base64");
  }

  /**
   * How far the blocks of two pictures are apart, from 0 to 255: large as soon as one of them is
   * turned, or its colours are taken for another space's.
   */
  async colourShift(one: Buffer, other: Buffer): Promise<number> {
    const places = Object.values(corners);
    const [before, after] = [await this.look(one, places), await this.look(other, places)];
    const shifts = before.colours.flatMap((colour, block) =>
      colour.map((value, part) => Math.abs(value - after.colours[block]![part]!)),
    );
    return Math.max(...shifts);
  }

  /** Size and colours of a picture as this browser shows it, at places in parts of its sides. */
  async look(picture: Buffer, places: readonly (readonly [number, number])[]): Promise<Look> {
    return this.page.evaluate(
      async ({ base64, at }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes]));
        const canvas = new OffscreenCanvas(image.width, image.height);
        const ink = canvas.getContext("2d")!;
        ink.drawImage(image, 0, 0);
        const colours = at.map(([x, y]) => {
          const { data } = ink.getImageData(
            Math.floor(x! * image.width),
            Math.floor(y! * image.height),
            1,
            1,
          );
          return [data[0], data[1], data[2]] as [number, number, number];
        });
        return { width: image.width, height: image.height, colours };
      },
      { base64: picture.toString("base64"), at: places.map(([x, y]) => [x, y]) },
    );
  }
}

/** A PNG in one colour. */
export function png(width: number, height: number, [red, green, blue]: Colour): Buffer {
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x += 1) row.set([red, green, blue], 1 + x * 3);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return pngFile(width, height, deflateSync(rows));
}

/** A PNG that claims to be huge and holds next to nothing. */
export function pngBomb(side: number): Buffer {
  return pngFile(side, side, deflateSync(Buffer.alloc(64)));
}

function pngFile(width: number, height: number, data: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
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
