import { isHost } from '../http/headers.ts';

/** So many names and addresses of one machine are believed at once; who makes up more gets pages without whole addresses … */
const maxHosts = 16;
/** … until one of those has not been asked for in a while, ms. */
const quietMs = 60_000;

/**
 * Where the pages are found from outside, for what must be a whole address (the share picture). Each origin makes pages of
 * its own, which are compressed and kept; so where it is not configured, only so many are believed at once.
 */
export class PublicOrigin {
  readonly #configured: string | null;
  /** When each was asked for last, monotonic; the one that was quiet for longest is the first. */
  readonly #seen = new Map<string, number>();

  /** @param configured an origin such as `https://radio.example`; null takes the host that was asked for */
  constructor(configured: string | null) {
    this.#configured = configured;
  }

  /** Null where nothing believable is known. */
  of(host: string | undefined, isTls: boolean, nowMs: number): string | null {
    if (this.#configured !== null) return this.#configured;
    if (host === undefined || !isHost(host)) return null;
    const origin = `${isTls ? 'https' : 'http'}://${host.toLowerCase()}`;
    if (!this.#seen.has(origin) && !this.#hasRoom(nowMs)) return null;
    this.#seen.delete(origin);
    this.#seen.set(origin, nowMs);
    return origin;
  }

  #hasRoom(nowMs: number): boolean {
    if (this.#seen.size < maxHosts) return true;
    const [oldest] = this.#seen;
    if (!oldest || nowMs - oldest[1] < quietMs) return false;
    return this.#seen.delete(oldest[0]);
  }
}
