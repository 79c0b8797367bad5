// A virus scanner of our own: speaks clamd's protocol and knows one virus.
import { type AddressInfo, createServer, type Server } from "node:net";

/** The file that every scanner finds (eicar.org), put together so that no scanner finds this one. */
export const eicar = Buffer.from(
  ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(""),
);

/** A running scanner. */
export class Clamd {
  /** Down it hangs up on everybody. */
  up = true;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Clamd> {
    const server = createServer();
    const clamd = new Clamd(server);
    server.on("connection", (socket) => {
      socket.on("error", () => socket.destroy());
      if (!clamd.up) {
        socket.destroy();
        return;
      }
      let heard = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => {
        heard = Buffer.concat([heard, chunk]);
        const file = instream(heard);
        if (file) {
          const found = file.includes(eicar);
          socket.end(found ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0");
        }
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return clamd;
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }
}

/** The file in what was heard, once all of it was. */
function instream(heard: Buffer): Buffer | undefined {
  const command = Buffer.from("zINSTREAM\0");
  if (!heard.subarray(0, command.length).equals(command)) return undefined;
  const parts = [];
  for (let at = command.length; at + 4 <= heard.length; ) {
    const length = heard.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(heard.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
