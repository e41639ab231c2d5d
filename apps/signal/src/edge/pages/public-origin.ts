import { isHost } from '../http/headers.ts';

/** Most host names and addresses of this machine that are believed at once; a further one gets pages without whole addresses … */
const maxHosts = 16;
/** … until one of the believed ones has not been asked for during so long, ms. */
const quietMs = 60_000;

/**
 * Where the pages are found from outside, for what must be a whole address (the share picture). Each origin makes pages of
 * its own, which are compressed and kept; so where none is configured, only a limited number is believed at once.
 */
export class PublicOrigin {
  readonly #configured: string | null;
  /** When each host was asked for last, monotonic, ms; the one that was quiet for longest is the first. */
  readonly #seen = new Map<string, number>();

  /** @param configured an origin such as `https://radio.example`; null takes the host that was asked for */
  constructor(configured: string | null) {
    this.#configured = configured;
  }

  /** The origin of the pages. Null where none can be believed. */
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
