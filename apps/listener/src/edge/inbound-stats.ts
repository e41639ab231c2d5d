import { srtpTagBytes } from '@mauzin/shared';

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

/** UDP and IPv4, and what SRTP adds. */
const packetOverheadBytes = 8 + 20 + srtpTagBytes;
/** RTP without extensions, where the browser counts no headers (`headerBytesReceived` is of 2020). */
const rtpHeaderBytes = 12;

function toStats(entry: Entry, roundTripMs: number | null): InboundStats {
  const figure = (name: string): number => {
    const value = entry[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  };
  const packets = figure('packetsReceived');
  const headerBytes =
    'headerBytesReceived' in entry ? figure('headerBytesReceived') : packets * rtpHeaderBytes;
  return {
    packetsReceived: packets,
    packetsLost: figure('packetsLost'),
    // `bytesReceived` is what RTP carries, without any header (W3C webrtc-stats).
    wireBytes: figure('bytesReceived') + headerBytes + packets * packetOverheadBytes,
    jitterMs: figure('jitter') * 1000,
    concealedSamples: figure('concealedSamples'),
    totalSamples: figure('totalSamplesReceived'),
    bufferDelaySeconds: figure('jitterBufferDelay'),
    bufferedSamples: figure('jitterBufferEmittedCount'),
    roundTripMs,
  };
}
