// Documents and sounds, written byte by byte.

/** A PDF of one page: a headline's bar, lines, and a red seal. */
export function pdf(): Buffer {
  const lines = Array.from({ length: 18 }, (_, row) => {
    const width = 300 + 120 * Math.abs(Math.sin(row * 7));
    return `70 ${640 - row * 26} ${width.toFixed(0)} 8 re f`;
  });
  const draw = [
    "0.1 0.35 0.32 rg 70 730 260 28 re f",
    `0.6 g ${lines.join(" ")}`,
    "0.8 0.1 0.1 rg 430 700 80 80 re f",
  ].join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>",
    `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`,
  ];
  let file = "%PDF-1.7\n";
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

/** A WAV of so many seconds: a low hum, eight bits, 8000 times a second. */
export function wav(seconds: number): Buffer {
  const samples = Buffer.from(
    Array.from({ length: 8000 * seconds }, (_, at) => 128 + Math.round(20 * Math.sin(at / 12))),
  );
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

/** The beginning of a film, enough to be told as one. */
export const mp4 = Buffer.from("\0\0\0\x18ftypisom\0\0\x02\0isomiso2mdat", "latin1");
