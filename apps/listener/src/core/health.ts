import type { HealthReport } from '@mauzin/shared';

import type { InboundStats } from './ports.ts';

/** What the quiet line under the button says. */
export interface Figures {
  /** How far behind the mosque the sound is, as far as this side can know: half a round trip and the buffer. */
  readonly behindMs: number;
  /** On the wire, as far as a page can tell: with the headers of RTP, UDP and IP, or of TCP. */
  readonly bytesPerHour: number;
  /** The same since the page was opened. */
  readonly sessionBytes: number;
}

export type Health = Omit<HealthReport, 'connection' | 'route' | 'rendition'>;

/** One frame is recorded before it can be sent, ms. */
const frameMs = 20;

/** How well was heard between two counts of the same connection. Pure; every value is in the protocol's range. */
export function healthBetween(before: InboundStats, after: InboundStats): Health {
  const received = Math.max(0, after.packetsReceived - before.packetsReceived);
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  return {
    lossShare: share(lost, received + lost),
    jitterMs: Math.max(0, after.jitterMs),
    concealedShare: share(
      after.concealedSamples - before.concealedSamples,
      after.totalSamples - before.totalSamples,
    ),
    bufferMs: bufferMs(before, after),
  };
}

/** `elapsedMs` is the time between the two counts, over 0. Pure. */
export function figuresBetween(
  before: InboundStats,
  after: InboundStats,
  elapsedMs: number,
): Omit<Figures, 'sessionBytes'> {
  const bytes = Math.max(0, after.wireBytes - before.wireBytes);
  return {
    behindMs: bufferMs(before, after) + (after.roundTripMs ?? 0) / 2 + frameMs,
    bytesPerHour: (bytes / Math.max(1, elapsedMs)) * 3_600_000,
  };
}

function bufferMs(before: InboundStats, after: InboundStats): number {
  const samples = after.bufferedSamples - before.bufferedSamples;
  if (samples <= 0) return 0;
  return Math.max(0, ((after.bufferDelaySeconds - before.bufferDelaySeconds) / samples) * 1000);
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
