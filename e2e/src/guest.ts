import { once } from 'node:events';

import { protocolVersion } from '@mauzin/shared';
import { type ClientOptions, WebSocket } from 'ws';

/** One message of the service, as far as tests look. */
export interface GuestHeard {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A socket to a service: sends what a test tells it to, and keeps what it hears. */
export class Guest {
  readonly socket: WebSocket;
  readonly heard: GuestHeard[] = [];
  readonly #seekers = new Set<() => void>();
  closeCode: number | null = null;

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
      perMessageDeflate: false,
      ...options,
    });
    this.socket.on('message', (data: Buffer) => {
      this.heard.push(JSON.parse(data.toString()) as GuestHeard);
      for (const seek of this.#seekers) seek();
    });
    this.socket.on('close', (code) => {
      this.closeCode = code;
      for (const seek of this.#seekers) seek();
    });
    this.socket.on('error', () => undefined);
  }

  /** A listener that has said hello. */
  static async listener(url: string, options: ClientOptions = {}): Promise<Guest> {
    const guest = new Guest(url, options);
    await once(guest.socket, 'open');
    guest.say(listenerHello);
    await guest.hears(({ type }) => type === 'welcome');
    return guest;
  }

  get id(): string {
    return String(this.heard.find(({ type }) => type === 'welcome')?.['peer']);
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  say(message: string | Uint8Array | object): void {
    if (!this.isOpen) return;
    const isFrame = typeof message === 'string' || message instanceof Uint8Array;
    this.socket.send(isFrame ? message : JSON.stringify(message));
  }

  /** Resolves with the first message of that kind, or null once the socket is closed without one. */
  hears(isIt: (message: GuestHeard) => boolean): Promise<GuestHeard | null> {
    return this.#until(() => this.heard.find(isIt) ?? (this.closeCode === null ? undefined : null));
  }

  /** Resolves with the close code. */
  gone(): Promise<number> {
    return this.#until(() => this.closeCode ?? undefined);
  }

  close(): void {
    this.socket.terminate();
  }

  #until<T>(look: () => T | undefined): Promise<T> {
    return new Promise((done) => {
      const seek = (): void => {
        const found = look();
        if (found === undefined) return;
        this.#seekers.delete(seek);
        done(found);
      };
      this.#seekers.add(seek);
      seek();
    });
  }
}

export const listenerHello = {
  type: 'hello',
  role: 'listener',
  version: protocolVersion,
  station: 'noor',
  listening: true,
  connection: null,
} as const;

export const broadcasterHello = (key: string, station = 'noor') => ({
  type: 'hello' as const,
  role: 'broadcaster' as const,
  version: protocolVersion,
  station,
  key,
  takeOver: false,
  onAirMs: 0,
});
