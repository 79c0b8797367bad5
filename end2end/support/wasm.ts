// A wasm file with less memory to be had: how a small phone looks from inside.

const PAGE = 65_536;

/** The same module, whose memory cannot grow beyond `bytes` (WebAssembly core 5.5.8). */
export function withMemoryUpTo(bytes: number, wasm: Buffer): Buffer {
  const parts: Buffer[] = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const id = wasm[at]!;
    const [length, begin] = number(wasm, at + 1);
    const body = wasm.subarray(begin, begin + length);
    parts.push(id === 5 ? memory(body, Math.floor(bytes / PAGE)) : wasm.subarray(at, begin + length));
    at = begin + length;
  }
  return Buffer.concat(parts);
}

/** A memory section that holds one memory, with this maximum. */
function memory(body: Buffer, pages: number): Buffer {
  const [least] = number(body, 2);
  if (body[0] !== 1 || least > pages) throw new Error("Not a module with one small memory.");
  const limited = [1, 1, ...encoded(least), ...encoded(pages)];
  return Buffer.from([5, ...encoded(limited.length), ...limited]);
}

/** An unsigned LEB128 and where it ends. */
function number(bytes: Buffer, at: number): [number, number] {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    value += (bytes[at]! & 0x7f) * 2 ** shift;
    if (bytes[at]! < 0x80) return [value, at + 1];
  }
}

function encoded(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...encoded(value >> 7)];
}
