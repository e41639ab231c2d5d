import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

import { systemClock } from '../clock.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import { IcePort } from '../ice/ice-port.ts';
import { nativePeersInUse } from '../native/native-peer.ts';
import { WebRtcListener } from '../outlets/webrtc-listener.ts';
import { FakeSource } from './fake-source.ts';
import { TestReceiver } from './test-receiver.ts';

/** What this process holds (Linux). */
export interface Holdings {
  /** Open files and sockets, of which each UDP port is one. */
  readonly handles: number;
  readonly sockets: number;
  readonly threads: number;
  /** What keeps Node's event loop alive. */
  readonly resources: readonly string[];
  /** Connections of node-datachannel that are not closed. */
  readonly peers: number;
}

export const holdings = (): Holdings => ({
  handles: readdirSync('/proc/self/fd').length,
  sockets: readAll('fd', (path) => readlinkSync(path)).filter((link) => link.startsWith('socket:')).length,
  threads: readdirSync('/proc/self/task').length,
  resources: process.getActiveResourcesInfo().toSorted(),
  peers: nativePeersInUse(),
});

/**
 * What this process holds now and did not hold then, in words; empty where it holds as much, or less. It may hold less: what was on its way out while
 * *then* was measured (the pipes of a native thread that has just ended, a timer of the test runner) is gone for good.
 */
export function heldSince(then: Holdings): string[] {
  const now = holdings();
  const counts = (['handles', 'sockets', 'threads', 'peers'] as const)
    .filter((name) => now[name] > then[name])
    .map((name) => `${name}: ${now[name]}, ${then[name]} before`);
  const known = [...then.resources];
  const added = now.resources.filter((resource) => {
    const index = known.indexOf(resource);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
  return [...counts, ...added.map((resource) => `keeps the event loop alive: ${resource}`)];
}

/** Whether the native side still listens for connections with ports of their own: told to be closed, they take a moment more. */
export const isListening = (): boolean =>
  readAll('task', (path) => readFileSync(`${path}/comm`, 'utf8')).includes('juice poll\n');

/** What this process has there; some may go meanwhile. */
const readAll = (folder: 'fd' | 'task', read: (path: string) => string): string[] =>
  readdirSync(`/proc/self/${folder}`).flatMap((name) => {
    try {
      return [read(`/proc/self/${folder}/${name}`)];
    } catch {
      return [];
    }
  });

/** Lets listeners join a fan-out, hear a packet, and leave: real connections on loopback, both ends in this process. */
export class Churn {
  readonly #fanOut = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });
  readonly #source = new FakeSource();
  readonly #ice: IcePort;
  #packets = 0;
  #joins = 0;

  private constructor(ice: IcePort) {
    this.#ice = ice;
    this.#fanOut.setSource(this.#source);
  }

  static async open(): Promise<Churn> {
    return new Churn(await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' }));
  }

  /** Resolves when `count` listeners have come, heard, gone, and are closed to the last of their parts. */
  async round(count: number): Promise<void> {
    const before = nativePeersInUse();
    const phones = Array.from({ length: count }, () => this.#join());
    await reached(() => phones.every(({ listener }) => listener.state.name === 'open'));
    this.#packets += 1;
    this.#source.packet(this.#packets);
    await reached(() => phones.every(({ receiver }) => receiver.datagrams.length > 0));
    for (const { listener, receiver } of phones) {
      this.#fanOut.removeOutlet(listener.id);
      receiver.close();
    }
    await reached(() => nativePeersInUse() === before);
  }

  close(): void {
    this.#fanOut.close();
    this.#ice.close();
  }

  #join(): { listener: WebRtcListener; receiver: TestReceiver } {
    this.#joins += 1;
    const receiver: TestReceiver = new TestReceiver({
      answer: (sdp) => listener.answer(sdp),
      candidate: (candidate) => listener.candidate(candidate),
    });
    const listener: WebRtcListener = new WebRtcListener({
      id: `listener-${this.#joins}`,
      ice: this.#ice,
      iceServers: [],
      media: this.#fanOut.media,
      clock: systemClock,
      events: {
        offer: (sdp) => receiver.offer(sdp),
        candidate: () => undefined,
        state: () => undefined,
        error: (error) => {
          throw error;
        },
      },
    });
    this.#fanOut.addOutlet(listener);
    return { listener, receiver };
  }
}

const patienceMs = 20_000;

/** While it looks it has no timer of its own, which would be among the resources. */
export async function reached(condition: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error('joining or leaving took too long');
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
}
