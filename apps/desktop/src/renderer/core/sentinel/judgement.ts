import type { SentinelState } from '@mauzin/desktop-contract';

import { envelopeStepMs } from '../worklets/messages.ts';
import type { Finding } from './compare.ts';

/** Nothing like the mix for so long, while it has sound, is worth saying, ms. */
const notHeardAfterMs = 4_000;
/** How much longer it may take at first: a connection is made, and its sound gathered. */
const firstMs = 4_000;
/** A finding looks back by so much. */
const foundOverMs = 1_000;
/** What was heard says nothing any more after so long without a word for or against it, ms. */
const trustMs = 60_000;
/** The delay that is told is the middle one of so many. */
const smoothed = 5;

/** Makes one verdict of many findings: calm enough to be read, quick enough to be an alarm. Pure. */
export class Judgement {
  #lags: readonly number[] = [];
  #lagSteps: number | null = null;
  /** How long nothing like the mix has arrived, counting only while it has sound; negative for grace. */
  #unlikeMs = -firstMs;
  #notHeard = false;
  #unlikeSinceMs: number | null = null;
  #heardAtMs: number | null = null;

  /** By how many steps sound was late when it was last known; null before. */
  get lagSteps(): number | null {
    return this.#lagSteps;
  }

  /** Takes one finding, and says how things stand. `sinceMs`: time since the last one. */
  add(finding: Finding, nowMs: number, sinceMs: number): SentinelState {
    if (finding.name === 'like') this.#like(finding.lagSteps, nowMs);
    if (finding.name === 'unlike') this.#unlike(nowMs, sinceMs);
    return this.#state(nowMs);
  }

  /** Another connection: it may be late by more or less, and earlier delays do not smooth its own. */
  beginAnew(): void {
    this.#lags = [];
  }

  #like(lagSteps: number | null, nowMs: number): void {
    if (lagSteps !== null) this.#lags = [...this.#lags, lagSteps].slice(-smoothed);
    this.#lagSteps = middle(this.#lags) ?? this.#lagSteps;
    this.#unlikeMs = 0;
    this.#unlikeSinceMs = null;
    this.#notHeard = false;
    this.#heardAtMs = nowMs;
  }

  #unlike(nowMs: number, sinceMs: number): void {
    if (this.#unlikeSinceMs === null) {
      this.#unlikeSinceMs = nowMs - foundOverMs;
      this.#unlikeMs += foundOverMs;
    } else {
      this.#unlikeMs += sinceMs;
    }
    // Once the mix is not heard, only sound ends that.
    if (this.#unlikeMs >= notHeardAfterMs) this.#notHeard = true;
  }

  #state(nowMs: number): SentinelState {
    if (this.#notHeard)
      return { name: 'not-heard', forMs: Math.round(nowMs - (this.#unlikeSinceMs ?? nowMs)) };
    const trusted = this.#heardAtMs !== null && nowMs - this.#heardAtMs < trustMs;
    if (!trusted || this.#lagSteps === null) return { name: 'listening' };
    return { name: 'heard', behindMs: this.#lagSteps * envelopeStepMs };
  }
}

function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
