// The peers that a page would run in a worker of its own: a bare canvas, and mozjpeg compiled to wasm.
import decode from "@jsquash/jpeg/decode";
import encode from "@jsquash/jpeg/encode";
import resize from "@jsquash/resize";
import { fitted, searchQuality } from "./search";
import type { Made, Tool } from "./wire";

const peers: Partial<Record<Tool, (file: Blob, budget: number) => Promise<Made>>> = {
  async canvas(file, budget) {
    const image = await createImageBitmap(file);
    const { width, height } = fitted(image.width, image.height);
    const canvas = new OffscreenCanvas(width, height);
    const ink = canvas.getContext("2d")!;
    ink.imageSmoothingQuality = "high";
    ink.drawImage(image, 0, 0, width, height);
    image.close();
    return searchQuality(budget, (quality) => canvas.convertToBlob({ type: "image/jpeg", quality }));
  },

  async jsquash(file, budget) {
    const image = await pixels(file);
    const { width, height } = fitted(image.width, image.height);
    const small = await resize(image, { width, height, method: "lanczos3" });
    return searchQuality(budget, async (quality) => {
      const bytes = await encode(small, { quality: Math.round(quality * 100) });
      return new Blob([bytes], { type: "image/jpeg" });
    });
  },
};

/** jSquash decodes JPEG by itself; what it cannot, the browser does. */
async function pixels(file: Blob): Promise<ImageData> {
  if (file.type === "image/jpeg") {
    return (await decode(await file.arrayBuffer(), { preserveOrientation: true })) as ImageData;
  }
  const image = await createImageBitmap(file);
  const ink = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
  ink.drawImage(image, 0, 0);
  return ink.getImageData(0, 0, image.width, image.height);
}

onmessage = async ({ data }: MessageEvent<{ tool: Tool; file: Blob; budget: number }>) => {
  try {
    postMessage(await peers[data.tool]!(data.file, data.budget));
  } catch (error) {
    // What mozjpeg throws is no Error.
    postMessage({ error: error instanceof Error ? error.message : "failed" });
  }
};
