import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SlowLineOptions {
  /** The port of this machine to which the line leads. */
  readonly port: number;
  /** In each direction. */
  readonly bitsPerSecond: number;
  /** One way. */
  readonly delayMs: number;
}

/** A line to a server, as a mosque has one: all that passes shares its rate, in either direction by itself. */
export interface SlowLine {
  readonly port: number;
  /** Resolves when nothing is left open. */
  close(): Promise<void>;
}

/** What the router at the line's end keeps, bytes; then it lets the sender wait. */
const queueBytes = 64 * 1024;
const tickMs = 2;

export async function openSlowLine({ bitsPerSecond, delayMs, port }: SlowLineOptions): Promise<SlowLine> {
  const bytesPerMs = bitsPerSecond / 8 / 1_000;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.setNoDelay(true));
    socket.once('close', () => sockets.delete(socket));
    return socket.on('error', () => undefined);
  };
  const directions = [new Direction(bytesPerMs, delayMs), new Direction(bytesPerMs, delayMs)] as const;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    keep(near);
    keep(far);
    directions[0].join(near, far);
    directions[1].join(far, near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const direction of directions) direction.close();
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

interface Piece {
  readonly data: Buffer;
  readonly from: Socket;
  readonly to: Socket;
  readonly atMs: number;
}

class Direction {
  readonly #bytesPerMs: number;
  readonly #delayMs: number;
  /** What waits for the line, and what is on its way through it. */
  readonly #queue: Piece[] = [];
  readonly #onTheWay: Piece[] = [];
  readonly #timer: NodeJS.Timeout;
  #queued = 0;
  #credit = 0;
  #lookedAtMs = performance.now();

  constructor(bytesPerMs: number, delayMs: number) {
    this.#bytesPerMs = bytesPerMs;
    this.#delayMs = delayMs;
    this.#timer = setInterval(() => this.#pass(), tickMs);
  }

  join(from: Socket, to: Socket): void {
    from.on('data', (data) => {
      this.#queue.push({ data, from, to, atMs: performance.now() });
      this.#queued += data.length;
      if (this.#queued > queueBytes) from.pause();
    });
    from.once('close', () => to.destroy());
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #pass(): void {
    const nowMs = performance.now();
    // An idle line saves nothing up.
    this.#credit = this.#queued === 0 ? 0 : this.#credit + (nowMs - this.#lookedAtMs) * this.#bytesPerMs;
    this.#lookedAtMs = nowMs;
    for (let next = this.#queue[0]; next && next.data.length <= this.#credit; [next] = this.#queue) {
      this.#queue.shift();
      this.#credit -= next.data.length;
      this.#queued -= next.data.length;
      this.#onTheWay.push({ ...next, atMs: nowMs });
      if (next.from.isPaused() && this.#queued < queueBytes / 2) next.from.resume();
    }
    for (let next = this.#onTheWay[0]; next && next.atMs + this.#delayMs <= nowMs; [next] = this.#onTheWay) {
      this.#onTheWay.shift();
      if (!next.to.destroyed) next.to.write(next.data);
    }
  }
}
