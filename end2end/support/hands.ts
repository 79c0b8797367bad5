// What hands do with files beside picking them: paste, drop, and files that are no pictures.
import type { Locator } from "@playwright/test";

/** A file with its bytes. */
export interface Held {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A PDF as far as its first bytes say. */
export function pdf(name: string, bytes: number): Held {
  const buffer = Buffer.alloc(bytes, " ");
  buffer.write("%PDF-1.7\n");
  return { name, mimeType: "application/pdf", buffer };
}

/** Pastes files where the cursor would be, as the browser would. */
export async function paste(field: Locator, files: Held[]): Promise<void> {
  await field.evaluate((element, held) => {
    const data = new DataTransfer();
    for (const { name, mimeType, base64 } of held) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type: mimeType }));
    }
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, files.map(told));
}

/**
 * Drags files over a part of the page, and drops them there when told so, as the browser would.
 * Answers with whether the page took it into its own hands: else the browser opens the file.
 */
export async function drop(
  place: Locator,
  files: Held[],
  how: "over" | "drop",
): Promise<boolean> {
  return place.evaluate(
    (element, { held, how: end }) => {
      const data = new DataTransfer();
      for (const { name, mimeType, base64 } of held) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      const types = ["dragenter", "dragover", ...(end === "drop" ? ["drop"] : [])];
      let taken = true;
      for (const type of types) {
        const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
        element.dispatchEvent(event);
        taken &&= event.defaultPrevented;
      }
      return taken;
    },
    { held: files.map(told), how },
  );
}

function told({ name, mimeType, buffer }: Held) {
  return { name, mimeType, base64: buffer.toString("base64") };
}
