import {
  type FailureCode,
  limits as protocolLimits,
  type Received,
  type Role,
  type Roles,
  serviceToBroadcasterSchema,
  serviceToListenerSchema,
  SignalClient,
  type SignalState,
  type SocketPort,
} from '@mauzin/shared';
import { vi } from 'vitest';
import { WebSocket } from 'ws';

import { hashBroadcasterKey } from '../access/broadcaster-key.ts';
import { type ServiceClock, serviceClock } from '../clock.ts';
import type { ServiceLimits } from '../limits.ts';
import type { SignalServiceOptions } from '../options.ts';
import { createSignalService, type SignalService } from '../service.ts';
import { broadcasterHello, key, listenerHello } from './hellos.ts';

export { broadcasterHello, key, listenerHello };

export const noor = {
  slug: 'noor',
  name: 'Masjid an-Noor',
  language: 'ar',
  keyHashes: [hashBroadcasterKey(key)],
};
export const huda = {
  slug: 'huda',
  name: 'Masjid al-Huda',
  language: 'en',
  keyHashes: [hashBroadcasterKey(key)],
};

export interface Running {
  readonly service: SignalService;
  readonly port: number;
  readonly url: string;
}

/** Everything that a test opens; `close` it afterwards. */
export class Scene {
  readonly #closers: (() => unknown)[] = [];

  async service(
    options: Partial<SignalServiceOptions> & { limits?: Partial<ServiceLimits> } = {},
  ): Promise<Running> {
    const service = createSignalService({ stations: [noor, huda], host: '127.0.0.1', port: 0, ...options });
    this.#closers.push(() => service.close());
    return { service, ...(await service.listen()) };
  }

  broadcaster(at: () => string, hello: Partial<Roles['broadcaster']['hello']> = {}): TestPeer<'broadcaster'> {
    return this.#peer(at, serviceToBroadcasterSchema, { ...broadcasterHello, ...hello });
  }

  listener(at: () => string, hello: Partial<Roles['listener']['hello']> = {}): TestPeer<'listener'> {
    return this.#peer(at, serviceToListenerSchema, {
      ...listenerHello,
      listening: false,
      ...hello,
    });
  }

  #peer<R extends Role>(
    at: () => string,
    schema: Roles[R]['receives'],
    hello: Roles[R]['hello'],
  ): TestPeer<R> {
    const peer = new TestPeer<R>(at, schema, hello);
    this.#closers.push(() => peer.client.close());
    return peer;
  }

  async raw(url: string, options: WebSocket.ClientOptions = {}): Promise<RawPeer> {
    const peer = new RawPeer(url, options);
    this.#closers.push(() => peer.socket.terminate());
    await peer.opened;
    return peer;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) await close();
  }
}

const openSocket = (url: string): SocketPort =>
  new WebSocket(wsUrl(url), { maxPayload: protocolLimits.frameBytes });

/** Real time, but for timers of the given delays (ms): those ring when the test says so. */
export class HeldClock implements ServiceClock {
  readonly now = () => serviceClock.now();
  readonly wallMs = () => serviceClock.wallMs();
  readonly #held: ReadonlySet<number>;
  readonly #timers = new Set<{ readonly delayMs: number; readonly run: () => void }>();

  constructor(delaysMs: readonly number[]) {
    this.#held = new Set(delaysMs);
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { delayMs, run };
    this.#timers.add(timer);
    const cancel = this.#held.has(delayMs)
      ? () => undefined
      : serviceClock.after(delayMs, () => {
          this.#timers.delete(timer);
          run();
        });
    return () => {
      this.#timers.delete(timer);
      cancel();
    };
  }

  /** Timers that have neither rung nor been called off: those of one delay, or all. */
  waiting(delayMs?: number): number {
    return [...this.#timers].filter((timer) => delayMs === undefined || timer.delayMs === delayMs).length;
  }

  fire(delayMs: number): void {
    for (const timer of [...this.#timers].filter((one) => one.delayMs === delayMs)) {
      this.#timers.delete(timer);
      timer.run();
    }
  }
}

/** The client that phones and desktops use, with a memory. */
export class TestPeer<R extends Role> {
  hello: Roles[R]['hello'];
  readonly received: Received<R>[] = [];
  readonly welcomes: Received<R>[] = [];
  readonly states: SignalState<R>['name'][] = [];
  readonly errors: unknown[] = [];
  readonly client: SignalClient<R>;

  constructor(at: () => string, schema: Roles[R]['receives'], hello: Roles[R]['hello']) {
    this.hello = hello;
    this.client = new SignalClient<R>({
      // A receiver as strict as the protocol allows.
      openSocket: () => openSocket(at()),
      clock: serviceClock,
      random: Math.random,
      schema,
      hello: () => this.hello,
      onMessage: (message) => {
        this.received.push(message);
      },
      orderKey: () => null,
      onState: (state) => {
        this.states.push(state.name);
        if (state.name === 'online') this.welcomes.push(state.welcome);
      },
      onError: (error) => this.errors.push(error),
    });
    this.client.connect();
  }

  get failure(): FailureCode | null {
    const { state } = this.client;
    return state.name === 'closed' || state.name === 'waiting' ? state.failure : null;
  }

  of<T extends Received<R>['type']>(type: T): Extract<Received<R>, { type: T }>[] {
    return this.received.filter(
      (message): message is Extract<Received<R>, { type: T }> => message.type === type,
    );
  }

  async online(times = 1): Promise<this> {
    await until(() => this.client.state.name === 'online' && this.welcomes.length >= times);
    return this;
  }
}

/** A socket without manners. */
export class RawPeer {
  readonly socket: WebSocket;
  readonly frames: { type: string; [field: string]: unknown }[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly opened: Promise<void>;

  constructor(url: string, options: WebSocket.ClientOptions) {
    this.socket = new WebSocket(wsUrl(url), options);
    this.socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString())));
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.on('error', reject);
    });
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Says hello. @returns what it is welcomed with */
  async greet(hello: object): Promise<{ type: string; [field: string]: unknown }> {
    this.say(hello);
    return this.seen('welcome');
  }

  async seen(type: string): Promise<{ type: string; [field: string]: unknown }> {
    return vi.waitUntil(() => this.frames.find((frame) => frame.type === type), {
      timeout: 10_000,
      interval: 5,
    });
  }

  async gone(): Promise<{ code: number; reason: string }> {
    return vi.waitUntil(() => this.closed, { timeout: 10_000, interval: 5 });
  }
}

export async function until(condition: () => unknown): Promise<void> {
  await vi.waitUntil(async () => Boolean(await condition()), { timeout: 10_000, interval: 5 });
}

const wsUrl = (url: string): string => `${url.replace('http', 'ws')}/ws`;
