// What is in a file, read by hand: segments of a JPEG, chunks of a PNG, frames of a GIF.
// Small on purpose, and shares no code with the product, so that the two can disagree.

/** One segment of a JPEG before its picture data. */
export interface Segment {
  /** Second byte of the marker, e.g. 0xe1 for APP1. */
  marker: number;
  data: Buffer;
}

/** The segments from the start of a JPEG up to its first scan. */
export function jpegSegments(file: Buffer): Segment[] {
  if (file.readUInt16BE(0) !== 0xffd8) throw new Error("not a JPEG");
  const segments: Segment[] = [];
  let at = 2;
  while (at + 4 <= file.length) {
    if (file[at] !== 0xff) throw new Error(`no marker at ${at}`);
    const marker = file[at + 1]!;
    const length = file.readUInt16BE(at + 2);
    segments.push({ marker, data: file.subarray(at + 4, at + 2 + length) });
    if (marker === 0xda) break;
    at += 2 + length;
  }
  return segments;
}

/** Width and height as a JPEG's frame header stores them, before any orientation. */
export function jpegSize(file: Buffer): { width: number; height: number } {
  const frame = jpegSegments(file).find(
    ({ marker }) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker),
  );
  if (!frame) throw new Error("a JPEG without a frame");
  return { height: frame.data.readUInt16BE(1), width: frame.data.readUInt16BE(3) };
}

/** Puts segments right behind the start of a JPEG. */
export function spliceJpeg(file: Buffer, segments: Segment[]): Buffer {
  const written = segments.map(({ marker, data }) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(data.length + 2, 2);
    return Buffer.concat([head, data]);
  });
  return Buffer.concat([file.subarray(0, 2), ...written, file.subarray(2)]);
}

/** Names of the metadata that tells about a person, found anywhere in a file. */
export function metadataIn(file: Buffer): string[] {
  const telling = {
    exif: Buffer.from("Exif\0\0", "latin1"),
    xmp: Buffer.from("http://ns.adobe.com/xap", "latin1"),
    "xmp packet": Buffer.from("<x:xmpmeta", "latin1"),
    iptc: Buffer.from("Photoshop 3.0", "latin1"),
    gps: Buffer.from("GPS", "latin1"),
    camera: Buffer.from("Attache Testcam", "latin1"),
    comment: Buffer.from("taken at home", "latin1"),
  };
  return Object.entries(telling)
    .filter(([, mark]) => file.includes(mark))
    .map(([name]) => name);
}

/** How many pictures an animated GIF holds, by its graphic control extensions. */
export function gifFrames(file: Buffer): number {
  if (!file.subarray(0, 4).equals(Buffer.from("GIF8"))) throw new Error("not a GIF");
  let frames = 0;
  for (let at = file.indexOf("\x21\xf9\x04", 6, "latin1"); at >= 0; frames += 1) {
    at = file.indexOf("\x21\xf9\x04", at + 4, "latin1");
  }
  return frames;
}

/** What the first bytes say a file is. */
export function kindOf(file: Buffer): "jpeg" | "png" | "gif" | "webp" | "other" {
  if (file.length > 3 && file.readUInt32BE(0) >>> 8 === 0xffd8ff) return "jpeg";
  if (file.subarray(1, 4).toString("latin1") === "PNG") return "png";
  if (file.subarray(0, 4).toString("latin1") === "GIF8") return "gif";
  if (file.subarray(8, 12).toString("latin1") === "WEBP") return "webp";
  return "other";
}
