import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

import type { Role } from '@mauzin/shared';

const roleLetters: Record<Role, string> = { listener: 'l', broadcaster: 'b' };
/**
 * How far a token may be dated ahead of the clock, ms, or its lifetime if that is longer. Only this service dates tokens, so one of the
 * future means that the clock was set back since: by hours, where it was wrong after a start and has been told the time.
 */
const setBackMs = 24 * 60 * 60 * 1000;

export interface ResumeTokensOptions {
  readonly station: string;
  /** Keying material (RFC 5869): the hash of the station's key, or a secret of the operator's. */
  readonly secret: string;
  readonly lifetimeMs: number;
  readonly wallMs: () => number;
}

/**
 * Tokens that say who a peer was: `1.<role>.<peer>.<issued at>.<signature>`, signed with HMAC-SHA256. Everything is in the
 * token, so that a peer is the same one again after a restart of the service, which stores nothing. They are bound to the
 * station, the role and a lifetime. A broadcaster's opens nothing by itself: its hello needs the key each time.
 */
export class ResumeTokens {
  readonly #options: ResumeTokensOptions;
  readonly #signingKey: KeyObject;

  constructor(options: ResumeTokensOptions) {
    this.#options = options;
    const { secret, station } = options;
    const key = hkdfSync('sha256', secret, 'mauzin resume token', station, 32);
    this.#signingKey = createSecretKey(Buffer.from(key));
  }

  issue(role: Role, peer: string): string {
    const claim = `1.${roleLetters[role]}.${peer}.${Math.floor(this.#options.wallMs()).toString(36)}`;
    return `${claim}.${this.#sign(claim).toString('base64url')}`;
  }

  /** The peer that the token was issued to; null when it says anything untrue or has expired. */
  verify(role: Role, token: string): string | null {
    const end = token.lastIndexOf('.');
    const claim = token.slice(0, Math.max(end, 0));
    const signature = Buffer.from(token.slice(end + 1), 'base64url');
    const expected = this.#sign(claim);
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return null;
    const [version, letter, peer, issued] = claim.split('.');
    if (version !== '1' || letter !== roleLetters[role] || peer === undefined || issued === undefined)
      return null;
    const ageMs = this.#options.wallMs() - Number.parseInt(issued, 36);
    const { lifetimeMs } = this.#options;
    return ageMs >= -Math.max(setBackMs, lifetimeMs) && ageMs <= lifetimeMs ? peer : null;
  }

  #sign(claim: string): Buffer {
    return createHmac('sha256', this.#signingKey).update(claim).digest();
  }
}
