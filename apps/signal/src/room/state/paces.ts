import { TokenBucket } from '../../token-bucket.ts';

/**
 * `connections`: asking for a connection, each of which costs whoever makes it a millisecond of nothing else. `candidates` and
 * `reports`: what is passed on to the broadcaster. A page asks once in some seconds, names some ten candidates for a connection, and
 * reports each five seconds, or sooner where much is lost.
 */
type Paced = 'connections' | 'candidates' | 'reports';

const paces: Readonly<Record<Paced, { readonly burst: number; readonly perSecond: number }>> = {
  connections: { burst: 5, perSecond: 1 },
  candidates: { burst: 150, perSecond: 10 },
  reports: { burst: 4, perSecond: 0.5 },
};

/** How often one listener does something that costs others. */
export class Paces {
  readonly #buckets: Partial<Record<Paced, TokenBucket>> = {};

  /** Counts one more. False: it is too early for it. */
  take(what: Paced, atMs: number): boolean {
    return this.#bucket(what, atMs).take(atMs);
  }

  /** How long it is too early for one more, ms. */
  waitMs(what: Paced, atMs: number): number {
    return this.#bucket(what, atMs).waitMs(atMs);
  }

  #bucket(what: Paced, atMs: number): TokenBucket {
    const { burst, perSecond } = paces[what];
    return (this.#buckets[what] ??= new TokenBucket(burst, perSecond, atMs));
  }
}
