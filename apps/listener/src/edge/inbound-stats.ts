import type { InboundStats } from '../core/ports.ts';

type Entry = Readonly<Record<string, unknown>>;

/** Picks the audio that comes in out of a report of `getStats()`; null while none has. Absent figures count as 0. */
export function readInboundStats(report: {
  forEach(visit: (entry: Entry) => void): void;
}): InboundStats | null {
  let inbound: Entry | null = null;
  let roundTripMs: number | null = null;
  report.forEach((entry) => {
    if (entry['type'] === 'inbound-rtp' && (entry['kind'] ?? entry['mediaType']) === 'audio') inbound = entry;
    const roundTrip = entry['currentRoundTripTime'];
    if (entry['type'] === 'candidate-pair' && entry['nominated'] === true && typeof roundTrip === 'number') {
      roundTripMs = roundTrip * 1000;
    }
  });
  return inbound && toStats(inbound, roundTripMs);
}

function toStats(entry: Entry, roundTripMs: number | null): InboundStats {
  const figure = (name: string): number => {
    const value = entry[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  };
  return {
    packetsReceived: figure('packetsReceived'),
    packetsLost: figure('packetsLost'),
    bytesReceived: figure('bytesReceived'),
    jitterMs: figure('jitter') * 1000,
    concealedSamples: figure('concealedSamples'),
    totalSamples: figure('totalSamplesReceived'),
    bufferDelaySeconds: figure('jitterBufferDelay'),
    bufferedSamples: figure('jitterBufferEmittedCount'),
    roundTripMs,
  };
}
