import type { ClockPort } from '@mauzin/shared';

import { afterAwake } from './after-awake.ts';
import type { Transport } from './state.ts';

export interface Ways {
  /** The browser has WebRTC. */
  readonly webrtc: boolean;
  /** The station has an HTTP live stream, and the browser plays it. */
  readonly http: boolean;
  /** Pocket mode was chosen. */
  readonly pocket: boolean;
  /** What was tried in vain since the last tap, choice or broadcast. */
  readonly inVain: Transport | null;
}

/** How the sound is to come; null where it cannot. Pure. */
export function transportFor({ webrtc, http, pocket, inVain }: Ways): Transport | null {
  if (!webrtc || !http) return webrtc ? 'webrtc' : http ? 'http' : null;
  const wanted = pocket ? 'http' : 'webrtc';
  if (inVain !== wanted) return wanted;
  return wanted === 'http' ? 'webrtc' : 'http';
}

/**
 * How long an offered connection may take to its first packet before the network is held to be without UDP, ms. With what
 * a tap and an offer take, the HTTP stream is on within 5 s. (ICE itself says `failed` after 15 s and more.)
 */
export const noPacketMs = 4_000;

/** Tells when connections are offered and bring nothing: then WebRTC is impossible here, whatever its states say. */
export class Doubt {
  readonly #clock: ClockPort;
  readonly #onImpossible: () => void;
  #cancel: (() => void) | null = null;

  constructor(clock: ClockPort, onImpossible: () => void) {
    this.#clock = clock;
    this.#onImpossible = onImpossible;
  }

  get pending(): boolean {
    return this.#cancel !== null;
  }

  /** A connection was offered while nothing is heard. Further ones don't prolong the time. */
  offered(): void {
    this.#cancel ??= afterAwake(this.#clock, noPacketMs, () => {
      this.#cancel = null;
      this.#onImpossible();
    });
  }

  /** Packets came; or nobody can offer anything now. */
  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
