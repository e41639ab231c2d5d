import type { ClockPort, Patience, SignalState } from '@mauzin/shared';
import { failures } from '@mauzin/shared';

import { memoryMs, patienceFor } from './patience.ts';

/** What of the signaling client is needed to keep it within reach. */
export interface ReachClient {
  readonly state: SignalState<'listener'>;
  connect(): void;
  poke(timeoutMs?: number): void;
}

export interface ReachOptions {
  readonly clock: ClockPort;
  readonly client: () => ReachClient;
  readonly networkThere: () => boolean;
}

/**
 * How soon a living socket answers, on a network that is not slow, ms; it is asked before the sound counts as lost, so that both
 * are known together.
 */
const signOfLifeMs = 1_000;
/** Time between two questions whether the socket lives, while sound is missing, ms. */
const doubtEveryMs = 2_000;
/**
 * Browsers hold a page's sockets back after a dozen that failed, for up to 5 s, but no requests: so after a few the service is asked
 * by one of those first whether it is there. Every now and then it is not asked, for a network that lets only sockets through.
 */
const asksFrom = 4;
const asksOnEnd = 40;
/** An attempt that hangs for so long, ms, has probably lost its first packets. */
const hangingMs = 1_000;

/** Keeps the service within reach: how long attempts last, and when a socket that says nothing is doubted. */
export class Reach {
  readonly #options: ReachOptions;
  #openedAt: readonly number[] = [];
  #welcomedAt: readonly number[] = [];
  /** Since when wanted sound has been missing, or since the person came back to it; null: none is missing. */
  #missingSince: number | null = null;
  /** What is heard comes by the service: it will be missing as soon as the service is away. */
  #relayed = false;
  #lastGreetingMs: number | null = null;
  #needsNoNetwork = false;
  #asked = 0;
  #cancelDoubt: (() => void) | null = null;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  opened(): void {
    this.#openedAt = [...this.#openedAt, this.#options.clock.now()];
  }

  welcomed(): void {
    // On a machine that serves itself there is none, and all is well.
    if (!this.#options.networkThere()) this.#needsNoNetwork = true;
    const now = this.#options.clock.now();
    this.#welcomedAt = [...this.#welcomedAt, now];
    this.#lastGreetingMs = this.#sinceOpened();
  }

  /** Whether the service should be asked by a plain request before the next socket is opened. */
  asksFirst(): boolean {
    this.#forget();
    const asks = this.#openedAt.length - this.#welcomedAt.length >= asksFrom && this.#asked < asksOnEnd;
    this.#asked = asks ? this.#asked + 1 : 0;
    return asks;
  }

  patience(): Patience {
    const now = this.#options.clock.now();
    this.#forget();
    return patienceFor({
      missingMs: this.#missingMs(now),
      networkThere: this.#needsNoNetwork || this.#options.networkThere(),
      lastGreetingMs: this.#lastGreetingMs,
      opened: this.#openedAt.length,
      welcomed: this.#welcomedAt.length,
    });
  }

  relayed(relayed: boolean): void {
    this.#relayed = relayed;
  }

  /** Wanted sound is missing, or no longer: then the network may be gone, and the socket with it, without a word. */
  missing(missing: boolean): void {
    if (missing === (this.#missingSince !== null)) return;
    this.#missingSince = missing ? this.#options.clock.now() : null;
    this.#cancelDoubt?.();
    if (!missing) return;
    if (this.#lastGreetingMs !== null && this.#hangs()) this.#options.client().poke();
    else this.#hurry();
    this.#doubt();
  }

  /** The page is looked at again, or the network has changed: what waits need wait no longer, what hangs begins anew. */
  wake(networkChanged: boolean): void {
    if (this.#missingSince !== null) this.#missingSince = this.#options.clock.now();
    const client = this.#options.client();
    if (client.state.name === 'online' || (networkChanged && this.#hangs()))
      client.poke(this.#signOfLifeMs());
    else this.#hurry();
  }

  #forget(): void {
    const now = this.#options.clock.now();
    const remembered = (at: number): boolean => at > now - memoryMs;
    this.#openedAt = this.#openedAt.filter(remembered);
    this.#welcomedAt = this.#welcomedAt.filter(remembered);
  }

  #missingMs(now: number): number | null {
    if (this.#missingSince !== null) return now - this.#missingSince;
    return this.#relayed ? 0 : null;
  }

  /** Asks an open socket for a sign of life, again and again. */
  #doubt(): void {
    const client = this.#options.client();
    if (client.state.name === 'online') client.poke(this.#signOfLifeMs());
    this.#cancelDoubt = this.#options.clock.after(doubtEveryMs, () => this.#doubt());
  }

  #hurry(): void {
    const client = this.#options.client();
    const { state } = client;
    if (state.name === 'waiting' && !wasSentAway(state)) client.connect();
  }

  /** A greeting is some five ways there and back, an answer is one. */
  #signOfLifeMs(): number {
    return Math.max(signOfLifeMs, this.#lastGreetingMs ?? 0);
  }

  /** Whether the attempt takes longer than the last one did, by far. */
  #hangs(): boolean {
    const usualMs = (this.#lastGreetingMs ?? 0) * 2;
    return (
      this.#options.client().state.name === 'connecting' &&
      this.#sinceOpened() >= Math.max(hangingMs, usualMs)
    );
  }

  #sinceOpened(): number {
    const now = this.#options.clock.now();
    return now - (this.#openedAt[this.#openedAt.length - 1] ?? now);
  }
}

/** Whether the service told us to stay away for long: a page that is looked at every few seconds must not knock as often. */
const wasSentAway = ({ failure }: Extract<SignalState<'listener'>, { name: 'waiting' }>): boolean =>
  failure !== null && failures[failure].retry === 'later';
