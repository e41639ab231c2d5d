/** The Opus clock in RTP and Ogg, whatever was encoded (RFC 7587 §4.1), Hz. */
export const opusClockHz = 48_000;
/** Samples in a millisecond of that clock. */
export const samplesPerMs = opusClockHz / 1000;

/** Longest packet that RFC 6716 §3.2.5 allows: 120 ms. */
const maxSamples = 120 * samplesPerMs;

/**
 * How long an Opus packet sounds, in samples of 48 kHz, from its table-of-contents byte (RFC 6716 §3.1); null for an
 * empty or malformed one.
 */
export function opusDurationSamples(packet: Uint8Array): number | null {
  const [toc, countByte] = packet;
  if (toc === undefined) return null;
  const frames = frameCount(toc & 0x03, countByte);
  if (frames === null) return null;
  const samples = frames * frameSamples(toc >> 3);
  return samples > maxSamples ? null : samples;
}

function frameSamples(config: number): number {
  const step = config & 0x03;
  if (config < 12) return step === 3 ? 60 * samplesPerMs : 10 * samplesPerMs * 2 ** step; // SILK: 10, 20, 40, 60 ms
  if (config < 16) return 10 * samplesPerMs * 2 ** (config & 0x01); // hybrid: 10, 20 ms
  return 2.5 * samplesPerMs * 2 ** step; // CELT: 2.5, 5, 10, 20 ms
}

function frameCount(code: number, countByte: number | undefined): number | null {
  if (code === 0) return 1;
  if (code < 3) return 2;
  const count = (countByte ?? 0) & 0x3f;
  return count === 0 ? null : count;
}
