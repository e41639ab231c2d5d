import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { randomSource } from './random.ts';

/** What happens to the packets of one direction. */
export interface Faults {
  /** Share of the packets that is lost, 0…1. */
  readonly dropShare: number;
  readonly delayMs: number;
  /** Each packet waits up to this much longer. Packets never overtake each other, as in a router's queue. */
  readonly jitterMs: number;
}

export interface UdpForwarderOptions {
  /** Where packets go that arrive at the forwarder's port. */
  readonly target: { readonly host?: string; readonly port: number };
  /** The address that it listens on and sends from; default 127.0.0.1. */
  readonly bindAddress?: string;
  /** Default: any free one. */
  readonly port?: number;
  readonly toTarget?: Partial<Faults>;
  readonly toClients?: Partial<Faults>;
  /** The same seed loses the same packets. */
  readonly seed?: number;
}

export interface Counts {
  readonly forwarded: number;
  readonly dropped: number;
  /** Bytes of the packets forwarded, without the headers of UDP and IP. */
  readonly bytes: number;
}

export interface UdpForwarder {
  /** The port that the clients are to be told instead of the target's. */
  readonly port: number;
  readonly counts: { readonly toTarget: Counts; readonly toClients: Counts };
  setFaults(faults: { readonly toTarget?: Partial<Faults>; readonly toClients?: Partial<Faults> }): void;
  /** While an outage lasts nothing passes, in either direction; what was under way is lost. */
  setOutage(out: boolean): void;
  /** Harmless when repeated. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const NO_FAULTS: Faults = { dropShare: 0, delayMs: 0, jitterMs: 0 };
/** More clients than any test has: beyond, somebody forgot to close something. */
const MAX_CLIENTS = 4096;
/** Large, so that a burst is not lost before the seeded dice are thrown; the system may grant less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * Stands between UDP endpoints and treats their packets as a bad network would. As with a NAT, every
 * client gets a socket of its own towards the target, so the target can tell them apart and answer each.
 */
export async function startUdpForwarder(options: UdpForwarderOptions): Promise<UdpForwarder> {
  const { target, seed = 1, bindAddress = HOST } = options;
  const toTarget = new Path({ ...NO_FAULTS, ...options.toTarget }, randomSource(seed));
  const toClients = new Path({ ...NO_FAULTS, ...options.toClients }, randomSource(seed + 1));
  const front = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  const backs = new Map<string, Socket>();
  let closed = false;

  const backFor = (address: string, port: number): Socket => {
    const key = `${address}:${port}`;
    const known = backs.get(key);
    if (known) return known;
    if (backs.size >= MAX_CLIENTS) throw new Error(`The UDP forwarder serves at most ${MAX_CLIENTS} clients`);
    const back = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
    back.on('message', (packet) =>
      toClients.carry(packet.length, () => !closed && front.send(packet, port, address)),
    );
    back.on('error', () => undefined); // "port unreachable" of a peer that has gone: a network would be silent
    back.bind(0, bindAddress);
    backs.set(key, back);
    return back;
  };
  front.on('message', (packet, from) => {
    const back = backFor(from.address, from.port);
    toTarget.carry(packet.length, () => !closed && back.send(packet, target.port, target.host ?? HOST));
  });
  front.on('error', () => undefined);
  front.bind(options.port ?? 0, bindAddress);
  await once(front, 'listening');

  return {
    port: front.address().port,
    counts: { toTarget: toTarget.counts, toClients: toClients.counts },
    setFaults(faults) {
      toTarget.faults = { ...toTarget.faults, ...faults.toTarget };
      toClients.faults = { ...toClients.faults, ...faults.toClients };
    },
    setOutage(out) {
      toTarget.setOutage(out);
      toClients.setOutage(out);
    },
    async close() {
      if (closed) return;
      closed = true;
      toTarget.setOutage(true);
      toClients.setOutage(true);
      const ends = [front, ...backs.values()].map(async (socket) => {
        const end = once(socket, 'close');
        socket.close();
        await end;
      });
      await Promise.all(ends);
    },
  };
}

interface Waiting {
  readonly bytes: number;
  readonly dueMs: number;
  readonly deliver: () => unknown;
}

/** One direction: a queue that drops, delays and, in an outage, swallows. */
class Path {
  faults: Faults;
  readonly counts = { forwarded: 0, dropped: 0, bytes: 0 };
  readonly #random: () => number;
  #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #outage = false;

  constructor(faults: Faults, random: () => number) {
    this.faults = faults;
    this.#random = random;
  }

  carry(bytes: number, deliver: () => unknown): void {
    const { dropShare, delayMs, jitterMs } = this.faults;
    const unlucky = this.#random() < dropShare;
    const waitMs = delayMs + this.#random() * jitterMs;
    if (this.#outage || unlucky) {
      this.counts.dropped += 1;
      return;
    }
    this.counts.forwarded += 1;
    this.counts.bytes += bytes;
    if (waitMs <= 0 && this.#queue.length === 0) {
      deliver();
      return;
    }
    const dueMs = Math.max(performance.now() + waitMs, this.#queue.at(-1)?.dueMs ?? 0);
    this.#queue.push({ bytes, dueMs, deliver });
    this.#timer ??= setTimeout(() => this.#deliverDue(), dueMs - performance.now());
  }

  setOutage(out: boolean): void {
    this.#outage = out;
    if (!out) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.counts.dropped += this.#queue.length;
    this.counts.forwarded -= this.#queue.length;
    for (const { bytes } of this.#queue) this.counts.bytes -= bytes;
    this.#queue = [];
  }

  #deliverDue(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    const due = this.#queue.filter((waiting) => waiting.dueMs <= nowMs);
    this.#queue = this.#queue.slice(due.length);
    for (const { deliver } of due) deliver();
    const next = this.#queue[0];
    if (next) this.#timer = setTimeout(() => this.#deliverDue(), Math.max(1, next.dueMs - performance.now()));
  }
}
