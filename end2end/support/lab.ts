// A bare page of its own that draws pictures for people to send, and looks at received ones.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { spliceJpeg } from "./bytes";
import { phoneSegments } from "./metadata";
import type { Colour } from "./pictures";

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
  private readonly phones = new Map<Buffer | undefined, string>();

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
  async phonePhoto(motif?: Buffer): Promise<string> {
    let path = this.phones.get(motif);
    if (!path) {
      const size = { width: 3024, height: 4032 };
      const plain = await this.draw({ ...size, orientation: 6, type: "image/jpeg", motif });
      path = this.file(`IMG_204${this.phones.size + 1}.jpg`, spliceJpeg(plain, phoneSegments(6)));
      this.phones.set(motif, path);
    }
    return path;
  }

  /** A picture with a red, a green and a blue corner and a fine structure in between. */
  async draw({
    motif,
    ...what
  }: {
    width: number;
    height: number;
    type: "image/jpeg" | "image/png" | "image/webp";
    /** Store it lying as this orientation of Exif wants it. */
    orientation?: number;
    /** What it shows instead, filling it. */
    motif?: Buffer;
  }): Promise<Buffer> {
    const told = { ...what, shown: motif?.toString("base64") };
    const base64 = await this.page.evaluate(async ({ width, height, type, orientation = 1, shown }) => {
      const lies = orientation > 4;
      const canvas = new OffscreenCanvas(lies ? height : width, lies ? width : height);
      const ink = canvas.getContext("2d")!;
      // Which sides of the picture the file's first row and column are: Exif 2.32, 4.6.4.
      const [w, h] = [width, height];
      const turns: [number, number, number, number, number, number][] = [
        [1, 0, 0, 1, 0, 0],
        [-1, 0, 0, 1, w, 0],
        [-1, 0, 0, -1, w, h],
        [1, 0, 0, -1, 0, h],
        [0, 1, 1, 0, 0, 0],
        [0, -1, 1, 0, 0, w],
        [0, -1, -1, 0, h, w],
        [0, 1, -1, 0, h, 0],
      ];
      ink.setTransform(...turns[orientation - 1]!);

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
      for (let leaf = 0; !shown && leaf < 4000; leaf += 1) {
        const size = (4 + 60 * random() ** 3) * (width / 3024);
        ink.fillStyle = `hsl(${60 + 90 * random()} 30% ${20 + 50 * random()}% / 0.6)`;
        ink.beginPath();
        ink.ellipse(random() * width, random() * height, size, size / 3, 3 * random(), 0, 7);
        ink.fill();
      }
      if (shown) {
        const bytes = Uint8Array.from(atob(shown), (letter) => letter.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes]));
        const scale = Math.max(width / image.width, height / image.height);
        const [wide, high] = [image.width * scale, image.height * scale];
        ink.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high);
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
      if (!shown) {
        block("rgb(200,60,40)", 0, 0);
        block("rgb(50,160,70)", width - side, 0);
        block("rgb(50,80,190)", 0, height - side);
      }

      const blob = await canvas.convertToBlob({ type, quality: 0.92 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 0x8000) {
        text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      }
      return btoa(text);
    }, told);
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

  /** The least and the greatest alpha in a picture. */
  async alpha(picture: Buffer): Promise<[number, number]> {
    return this.page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const ink = canvas.getContext("2d")!;
      ink.drawImage(image, 0, 0);
      const { data } = ink.getImageData(0, 0, image.width, image.height);
      let [least, most] = [255, 0];
      for (let at = 3; at < data.length; at += 4) {
        least = Math.min(least, data[at]!);
        most = Math.max(most, data[at]!);
      }
      return [least, most] as [number, number];
    }, picture.toString("base64"));
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
