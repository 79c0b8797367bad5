// A decoder of the picture worker: reads one file of a type that the worker's own wasm does not decode, and is
// ended by engine.js, which started it.
//
//   engine → decoder   { file: Blob, type, edge }
//   decoder → engine   { pixels: { width, height, full_width, full_height, alpha, data, orientation, icc?,
//                        memory } } or { failed: { name, message } }
//
// Types with a wasm of their own are read by that, the same in every browser. HEIC, and a JPEG in the colours of
// print, are read by the browser where it can, which is quicker and fetches nothing; and so is what else a browser
// may know, AVIF first of all.

const CODECS = {
  "image/gif": web,
  "image/webp": web,
  "image/bmp": plain,
  "image/tiff": plain,
  // Only those in the four colours of print come here.
  "image/jpeg": plain,
  "image/heic": heic,
};
const BROWSERS_FIRST = new Set(["image/heic", "image/jpeg"]);
// iOS draws on no larger canvas.
const CANVAS_PIXELS = 16_000_000;

self.onmessage = async ({ data: { file, type, edge } }) => {
  try {
    const pixels = await read(file, type, edge);
    const parts = [pixels.data, pixels.icc].filter(Boolean);
    self.postMessage(
      { pixels },
      parts.map(({ buffer }) => buffer),
    );
  } catch (error) {
    const { name = "Error", message = String(error) } = error ?? {};
    self.postMessage({ failed: { name, message } });
  }
};

async function read(file, type, edge) {
  const codec = CODECS[type];
  if (!codec || BROWSERS_FIRST.has(type)) {
    const pixels = await byBrowser(file, type, edge).catch(() => null);
    if (pixels) return pixels;
  }
  if (!codec) {
    const known = "ImageDecoder" in self && (await ImageDecoder.isTypeSupported(type));
    throw known
      ? { name: "unreadable", message: "The picture is damaged and cannot be read." }
      : { name: "unsupported", message: `This browser cannot read pictures of this type (${type}).` };
  }
  const [{ decode }, bytes] = await Promise.all([
    codec().catch(({ message }) => {
      throw { name: "offline", message };
    }),
    file.arrayBuffer(),
  ]);
  return decode(new Uint8Array(bytes), edge);
}

function web() {
  return begun(import("./codec-web-glue.js"), new URL("./codec-web.wasm", import.meta.url));
}

function plain() {
  return begun(import("./codec-plain-glue.js"), new URL("./codec-plain.wasm", import.meta.url));
}

function heic() {
  return begun(import("./codec-heic-glue.js"), new URL("./codec-heic.wasm", import.meta.url));
}

async function begun(glue, wasm) {
  const module_or_path = fetch(wasm);
  const codec = await glue;
  await codec.default({ module_or_path });
  return codec;
}

/** Pixels as this browser sees them: upright, in sRGB. */
async function byBrowser(file, type, edge) {
  if (!canvasTellsTheTruth()) throw new Error("This browser falsifies what is read from a canvas.");
  // A name does not always tell the type; the bytes did.
  const typed = file.slice(0, file.size, type);
  const bitmap = await createImageBitmap(typed, { imageOrientation: "from-image" });
  const { width, height } = bitmap;
  const needed = Math.min(1, edge / Math.max(width, height));
  const scale = Math.min(1, Math.max(needed, Math.sqrt(CANVAS_PIXELS / (width * height))));
  const ink = canvasOf(Math.ceil(width * scale), Math.ceil(height * scale));
  const { canvas } = ink;
  ink.imageSmoothingQuality = "high";
  ink.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const { data } = ink.getImageData(0, 0, canvas.width, canvas.height, { colorSpace: "srgb" });
  return {
    width: canvas.width,
    height: canvas.height,
    full_width: width,
    full_height: height,
    alpha: true,
    data: new Uint8Array(data.buffer),
    orientation: 1,
    memory: 0,
  };
}

function canvasOf(width, height) {
  return new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
}

/** Firefox's strictest mode answers with noise. A shade more or less, as others add, does not matter. */
function canvasTellsTheTruth() {
  const ink = canvasOf(8, 8);
  const colour = [40, 130, 60, 255];
  ink.fillStyle = `rgb(${colour.slice(0, 3).join(" ")})`;
  ink.fillRect(0, 0, 8, 8);
  const { data } = ink.getImageData(0, 0, 8, 8);
  return data.every((sample, at) => Math.abs(sample - colour[at % 4]) <= 4);
}
