/** Durations that a silent packet can have, samples of 48 kHz, longest first: 120, 20, 10, 5 and 2.5 ms. */
const durations = [5_760, 960, 480, 240, 120] as const;

/** The shortest silent packet, samples of 48 kHz: a shorter gap cannot be filled. */
export const shortestSilenceSamples = 120;

/** A frame whose first symbol is CELT's silence flag (RFC 6716 §4.3): the decoder plays nothing, and invents nothing. */
const silentFrame = [0xff, 0xfe] as const;

/** One frame in a packet: TOC (RFC 6716 §3.1) of CELT, full band, with the frame size of `step`, and the frame. */
const single = (step: number, channels: number): Uint8Array =>
  Uint8Array.from([((28 + step) << 3) | channels, ...silentFrame]);

/** Six frames of 20 ms, all of one size (RFC 6716 §3.2.5, code 3 without VBR and padding). */
const sixfold = (channels: number): Uint8Array =>
  Uint8Array.from([(31 << 3) | channels | 3, 6, ...Array.from({ length: 6 }, () => silentFrame).flat()]);

/** All of them, in the order of `durations`. */
const kinds = (stereo: number): readonly Uint8Array[] => [
  sixfold(stereo),
  ...[3, 2, 1, 0].map((step) => single(step, stereo)),
];
const mono = kinds(0);
const stereo = kinds(1 << 2);

export interface SilentPacket {
  readonly payload: Uint8Array;
  readonly durationSamples: number;
}

/**
 * Opus packets that sound like nothing for as much of `samples` as packets can last: what is left is shorter than
 * `shortestSilenceSamples`. Made without an encoder.
 */
export function* opusSilence(samples: number, inStereo: boolean): Generator<SilentPacket> {
  let left = samples;
  for (const [index, durationSamples] of durations.entries()) {
    const payload = (inStereo ? stereo : mono)[index];
    if (!payload) continue;
    for (; left >= durationSamples; left -= durationSamples) yield { payload, durationSamples };
  }
}
