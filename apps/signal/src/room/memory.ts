import type { Past } from './state/past.ts';

/** How long a listener that lost its socket is remembered, ms: longer than anything remembered about it stays valid. */
const rememberMs = 10 * 60_000;

/** What is known of listeners that lost their sockets, for when they come back. Holds a limited number of them. */
export class Memory {
  readonly #room: number;
  readonly #pasts = new Map<string, { readonly past: Past; readonly lostAtMs: number }>();

  constructor(room: number) {
    this.#room = room;
  }

  get size(): number {
    return this.#pasts.size;
  }

  /** Those who are remembered still. */
  peers(atMs: number): string[] {
    return [...this.#pasts].flatMap(([peer, { lostAtMs }]) => (atMs - lostAtMs <= rememberMs ? [peer] : []));
  }

  /** What is remembered of this listener, and stays so; null: nothing. */
  get(peer: string, atMs: number): Past | null {
    const known = this.#pasts.get(peer);
    return known !== undefined && atMs - known.lostAtMs <= rememberMs ? known.past : null;
  }

  keep(peer: string, past: Past, atMs: number): void {
    this.#pasts.delete(peer);
    this.#pasts.set(peer, { past, lostAtMs: atMs });
    for (const [oldest, { lostAtMs }] of this.#pasts) {
      if (this.#pasts.size <= this.#room && atMs - lostAtMs <= rememberMs) break;
      this.#pasts.delete(oldest);
    }
  }

  /** Returns what is remembered of this listener, and forgets it. Null: nothing, or the loss is too long ago. */
  take(peer: string, atMs: number): Past | null {
    const known = this.#pasts.get(peer);
    this.#pasts.delete(peer);
    return known !== undefined && atMs - known.lostAtMs <= rememberMs ? known.past : null;
  }
}
