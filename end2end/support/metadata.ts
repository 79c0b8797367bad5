// What a phone writes into its photos, made by hand: EXIF with a position, XMP, a comment, and
// the Display P3 profile. Shapes: TIFF 6.0, EXIF 2.3 (section 4.6), ICC.1:2010 (section 7).
import type { Segment } from "./bytes";

const APP1 = 0xe1;
const APP2 = 0xe2;
const COM = 0xfe;

/** Everything a phone adds, for a picture stored with the given EXIF orientation. */
export function phoneSegments(orientation: number): Segment[] {
  return [
    { marker: APP1, data: Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff(orientation)]) },
    { marker: APP1, data: xmp() },
    {
      marker: APP2,
      data: Buffer.concat([Buffer.from("ICC_PROFILE\0\x01\x01", "latin1"), displayP3()]),
    },
    { marker: COM, data: Buffer.from("taken at home, 46.4983 N 11.3548 E") },
  ];
}

function xmp(): Buffer {
  return Buffer.from(
    `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="46,29.9N" exif:GPSLongitude="11,21.3E"/></rdf:RDF></x:xmpmeta>`,
    "latin1",
  );
}

/** A TIFF block: make, orientation and a pointer to a position. */
function tiff(orientation: number): Buffer {
  const make = Buffer.from("Attache Testcam\0", "latin1");
  const mainEntries = 3;
  const main = 8;
  const makeAt = main + 2 + mainEntries * 12 + 4;
  const gps = makeAt + make.length;
  const gpsEntries = 4;
  const latitudeAt = gps + 2 + gpsEntries * 12 + 4;
  const longitudeAt = latitudeAt + 24;

  const block = Buffer.alloc(longitudeAt + 24);
  block.write("MM\0*", 0, "latin1");
  block.writeUInt32BE(main, 4);

  let at = main;
  at = block.writeUInt16BE(mainEntries, at);
  at = entry(block, at, 0x010f, 2, make.length, makeAt);
  at = entry(block, at, 0x0112, 3, 1, orientation * 0x1_0000);
  at = entry(block, at, 0x8825, 4, 1, gps);
  block.writeUInt32BE(0, at);
  make.copy(block, makeAt);

  at = block.writeUInt16BE(gpsEntries, gps);
  at = entry(block, at, 1, 2, 2, "N".charCodeAt(0) * 0x100_0000);
  at = entry(block, at, 2, 5, 3, latitudeAt);
  at = entry(block, at, 3, 2, 2, "E".charCodeAt(0) * 0x100_0000);
  at = entry(block, at, 4, 5, 3, longitudeAt);
  block.writeUInt32BE(0, at);
  rationals(block, latitudeAt, [46, 29, 54]);
  rationals(block, longitudeAt, [11, 21, 17]);
  return block;
}

function entry(
  block: Buffer,
  at: number,
  tag: number,
  type: number,
  count: number,
  value: number,
): number {
  block.writeUInt16BE(tag, at);
  block.writeUInt16BE(type, at + 2);
  block.writeUInt32BE(count, at + 4);
  return block.writeUInt32BE(value, at + 8);
}

function rationals(block: Buffer, at: number, values: number[]): void {
  values.forEach((value, index) => {
    block.writeUInt32BE(value, at + index * 8);
    block.writeUInt32BE(1, at + index * 8 + 4);
  });
}

/** Display P3 as a matrix profile of version 4: P3 primaries under D50, the transfer curve of sRGB. */
export function displayP3(): Buffer {
  const tags: [string, Buffer][] = [
    ["desc", text("Display P3")],
    ["cprt", text("CC0")],
    ["wtpt", xyz(0.9642, 1, 0.82491)],
    ["rXYZ", xyz(0.51512, 0.2412, -0.00105)],
    ["gXYZ", xyz(0.29198, 0.69225, 0.04189)],
    ["bXYZ", xyz(0.1571, 0.06657, 0.78407)],
    ["rTRC", srgbCurve()],
    ["gTRC", srgbCurve()],
    ["bTRC", srgbCurve()],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  let offset = 128 + table.length;
  tags.forEach(([name, body], index) => {
    table.write(name, 4 + index * 12, "latin1");
    table.writeUInt32BE(offset, 8 + index * 12);
    table.writeUInt32BE(body.length, 12 + index * 12);
    const padded = Buffer.alloc(Math.ceil(body.length / 4) * 4);
    body.copy(padded);
    bodies.push(padded);
    offset += padded.length;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(offset, 0);
  header.writeUInt32BE(0x0400_0000, 8);
  header.write("mntrRGB XYZ ", 12, "latin1");
  header.writeUInt16BE(2026, 24);
  header.writeUInt16BE(1, 26);
  header.writeUInt16BE(1, 28);
  header.write("acsp", 36, "latin1");
  xyz(0.9642, 1, 0.82491).subarray(8).copy(header, 68);
  return Buffer.concat([header, table, ...bodies]);
}

function text(words: string): Buffer {
  const body = Buffer.alloc(28 + words.length * 2);
  body.write("mluc", 0, "latin1");
  body.writeUInt32BE(1, 8);
  body.writeUInt32BE(12, 12);
  body.write("enUS", 16, "latin1");
  body.writeUInt32BE(words.length * 2, 20);
  body.writeUInt32BE(28, 24);
  Buffer.from(words, "utf16le").swap16().copy(body, 28);
  return body;
}

function xyz(...values: [number, number, number]): Buffer {
  const body = Buffer.alloc(20);
  body.write("XYZ ", 0, "latin1");
  values.forEach((value, index) => body.writeInt32BE(Math.round(value * 65536), 8 + index * 4));
  return body;
}

function srgbCurve(): Buffer {
  const body = Buffer.alloc(32);
  body.write("para", 0, "latin1");
  body.writeUInt16BE(3, 8);
  [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].forEach((value, index) =>
    body.writeInt32BE(Math.round(value * 65536), 12 + index * 4),
  );
  return body;
}
