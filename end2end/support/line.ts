// A line between browser and server that can be cut. Taking the browser offline is not enough:
// Chromium lets streams and uploads that are under way live on.
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import type { Desk } from "./desk";

/** Passes bytes on to a desk until it is cut. */
export class Line {
  /** Where the desk is reached by this line. */
  readonly url: string;
  private readonly sockets = new Set<Socket>();
  private broken = false;
  private cutAfter = Number.POSITIVE_INFINITY;

  private constructor(
    private readonly server: Server,
    private readonly desk: Desk,
  ) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("connection", (near) => this.pass(near));
  }

  static async to(desk: Desk): Promise<Line> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Line(server, desk);
  }

  /** Ends everything under way and lets nothing new through. */
  cut(): void {
    this.broken = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Cuts itself as soon as one connection has sent so many bytes. */
  cutOnceSent(bytes: number): void {
    this.cutAfter = bytes;
  }

  /** Lets everything through again. */
  mend(): void {
    this.broken = false;
    this.cutAfter = Number.POSITIVE_INFINITY;
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, "close");
  }

  private pass(near: Socket): void {
    if (this.broken) {
      near.destroy();
      return;
    }
    const far = connect(this.desk.port, "127.0.0.1");
    let sent = 0;
    near.on("data", (chunk) => {
      sent += chunk.length;
      if (sent > this.cutAfter) this.cut();
    });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(socket);
      // A cut line is what is tested: its errors are expected.
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
