// What the bench's two sides tell each other: Node, which keeps time and files, and the page, which works.

/** Who makes pictures smaller. The first is ours. */
export const tools = [
  "attache",
  "canvas",
  "browser-image-compression",
  "compressorjs",
  "pica",
  "jsquash",
] as const;

export type Tool = (typeof tools)[number];

/** What the page is asked. */
export interface Task {
  tool: Tool;
  /** Where the picture is fetched from. */
  url: string;
  name: string;
  type: string;
  /** Where the outcome is posted to. */
  out: string;
  /** Bytes at most. */
  budget: number;
  /** Where our worker is. */
  worker: string;
}

/** What it answers. */
export interface Outcome {
  /** From the file in the page's hand to the file that may go. */
  ms: number;
  bytes: number;
  type: string;
  /** How often pixels were encoded, where the tool can be watched at it. */
  encodes?: number;
  /** Bytes of linear memory, where the tool tells. */
  memory?: number;
  /** The longest that the page's thread was held, in ms, where that was 50 or more. */
  longTask?: number;
  /** Why there is no file. */
  error?: string;
}

/** A file that may go. */
export interface Made {
  blob: Blob;
  encodes?: number;
  memory?: number;
}
