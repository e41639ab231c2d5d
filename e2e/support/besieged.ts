import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import {
  broadcasterHello,
  Guest,
  type GuestHeard,
  listenerHello,
  openSlowLine,
  type SignalServer,
  startSignalServer,
} from '../src/index.ts';
import type { Attack } from './attacks.ts';

/** As long as a browser's for one track. */
const description = `v=0\r\n${'a=rtcp-fb:111 transport-cc\r\n'.repeat(60)}`;
const candidate = {
  candidate: 'candidate:1 1 udp 2113937151 192.0.2.7 54321 typ host generation 0',
  sdpMid: '0',
};
/** No two waves of them come from the same addresses. */
let waves = 0;

const from = (address: string) => ({ headers: { 'x-real-ip': address } });

/** A broadcaster that does what the desktop does with its listeners, but for sound. */
export class PlainBroadcaster {
  readonly guest: Guest;
  /** Listeners whose answer has come. */
  readonly answered = new Set<string>();
  readonly #seekers = new Set<() => void>();
  #connections = 0;

  private constructor(guest: Guest) {
    this.guest = guest;
    guest.socket.once('close', () => this.#seek());
    guest.socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString()) as GuestHeard));
  }

  static async of(url: string, key: string): Promise<PlainBroadcaster> {
    const guest = new Guest(url, from('198.51.100.1'));
    await once(guest.socket, 'open');
    guest.say(broadcasterHello(key));
    await guest.hears(({ type }) => type === 'welcome');
    return new PlainBroadcaster(guest);
  }

  /** Resolves when the answer of each of these has come, false if the broadcaster is gone before. */
  async hasAnswers(listeners: readonly string[]): Promise<boolean> {
    return new Promise((done) => {
      const seek = (): void => {
        const hasAll = listeners.every((one) => this.answered.has(one));
        if (!hasAll && this.guest.isOpen) return;
        this.#seekers.delete(seek);
        done(hasAll);
      };
      this.#seekers.add(seek);
      seek();
    });
  }

  #hear({ type, ...heard }: GuestHeard): void {
    // What is kept by `Guest` would be gigabytes here.
    this.guest.heard.length = 0;
    const listener = String(heard['listener']);
    if (type === 'listen') {
      const to = { listener, connection: `c${(this.#connections += 1)}` };
      this.guest.say({ type: 'offer', ...to, sdp: description });
      for (let one = 0; one < 3; one += 1) this.guest.say({ type: 'candidate', ...to, candidate });
    } else if (type === 'answer') {
      this.answered.add(listener);
      this.guest.say({ type: 'reached', listener, connection: heard['connection'] });
      this.#seek();
    }
  }

  #seek(): void {
    for (const seek of this.#seekers) seek();
  }
}

/** So many listeners join at once, each from an address of its own. Resolves with the time until the last one's answer has come, ms. */
export async function joinAll(
  { url }: SignalServer,
  broadcaster: PlainBroadcaster,
  count: number,
): Promise<number> {
  const fromMs = performance.now();
  waves += 1;
  const guests = Array.from({ length: count }, (_, one) => new Guest(url, from(`10.0.${waves}.${one + 1}`)));
  try {
    const ids = await Promise.all(guests.map(join));
    if (!(await broadcaster.hasAnswers(ids))) throw new Error('the broadcaster is gone');
    return performance.now() - fromMs;
  } finally {
    for (const guest of guests) guest.close();
  }
}

async function join(guest: Guest): Promise<string> {
  await once(guest.socket, 'open');
  guest.say(listenerHello);
  const offer = await guest.hears(({ type }) => type === 'offer');
  guest.say({ type: 'answer', connection: offer?.['connection'], sdp: description });
  for (let one = 0; one < 3; one += 1)
    guest.say({ type: 'candidate', connection: offer?.['connection'], candidate });
  return guest.id;
}

/** Hostile sockets of one address, in a process of their own, until they are called off. Whoever is ended comes back at once. */
export class Siege {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #sent = 0;

  constructor({ url }: SignalServer, attack: Attack, sockets: number) {
    const program = fileURLToPath(new URL('attacks.ts', import.meta.url));
    this.#process = fork(program, [url, attack, String(sockets)], {
      execArgv: ['--import', import.meta.resolve('tsx')],
    });
    this.#process.on('message', (sent: number) => {
      this.#sent = sent;
    });
    this.#ended = once(this.#process, 'exit');
  }

  /** Frames sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Resolves once so many frames have been sent. */
  async hasSent(frames: number): Promise<void> {
    while (this.#sent < frames) await once(this.#process, 'message');
  }

  async close(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}

/** A station whose broadcaster is behind a line of 10 Mbit/s. Whoever opens it closes it. */
export interface NarrowStation {
  readonly server: SignalServer;
  readonly broadcaster: PlainBroadcaster;
  close(): Promise<void>;
}

/** @param delayMs of the broadcaster's line, each way */
export async function openNarrowStation(delayMs: number): Promise<NarrowStation> {
  const server = await startSignalServer({
    env: { MAUZIN_ADDRESS_HEADER: 'x-real-ip', MAUZIN_RELAY: 'off' },
  });
  const line = await openSlowLine({ port: server.port, bitsPerSecond: 10_000_000, delayMs });
  const broadcaster = await PlainBroadcaster.of(`http://127.0.0.1:${line.port}`, server.key);
  return {
    server,
    broadcaster,
    async close() {
      broadcaster.guest.close();
      await line.close();
      await server.close();
    },
  };
}
