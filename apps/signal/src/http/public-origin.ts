import { isHost } from './headers.ts';

/** So many names and addresses of one machine are remembered; who makes up more gets pages without whole addresses. */
const maxHosts = 16;

/**
 * Where the pages are found from outside, for what must be a whole address (the share picture). Each origin makes pages of
 * its own, which are kept; so only so many are believed.
 */
export class PublicOrigin {
  readonly #configured: string | null;
  readonly #seen = new Set<string>();

  /** @param configured an origin such as `https://radio.example`; null takes the host that was asked for */
  constructor(configured: string | null) {
    this.#configured = configured;
  }

  /** Null where nothing believable is known. */
  of(host: string | undefined, forwardedProto: string | undefined): string | null {
    if (this.#configured !== null) return this.#configured;
    if (host === undefined || !isHost(host)) return null;
    const origin = `${forwardedProto === 'https' ? 'https' : 'http'}://${host.toLowerCase()}`;
    if (!this.#seen.has(origin) && this.#seen.size >= maxHosts) return null;
    this.#seen.add(origin);
    return origin;
  }
}
