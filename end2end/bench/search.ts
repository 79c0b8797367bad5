// How a page without a search of its own meets a budget: it tries qualities.

/** The longer edge of what the peers make: where the best quality for 600 KB is. */
export const EDGE = 2048;

const TRIES = 6;

/** The largest file within the budget that so many tries of halving find; the smallest if none is. */
export async function searchQuality(
  budget: number,
  encode: (quality: number) => Promise<Blob>,
): Promise<{ blob: Blob; encodes: number }> {
  let [low, high] = [0.3, 0.98];
  let best: Blob | undefined;
  let smallest: Blob | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const quality = (low + high) / 2;
    const blob = await encode(quality);
    if (!smallest || blob.size < smallest.size) smallest = blob;
    if (blob.size <= budget) {
      if (!best || blob.size > best.size) best = blob;
      low = quality;
    } else {
      high = quality;
    }
  }
  return { blob: best ?? smallest!, encodes: TRIES };
}

/** A size with the longer edge at most `EDGE`. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, EDGE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
