/** How the mix is encoded. 20 ms frames, in-band FEC on, DTX off: pauses in recitation are part of it. */
export interface OpusPreset {
  /** `maxaveragebitrate` (RFC 7587 §7.1), bit/s. */
  readonly bitrateBps: number;
  readonly channels: 1 | 2;
}

export const opusPresets = {
  voice: { bitrateBps: 32_000, channels: 1 },
  recitation: { bitrateBps: 64_000, channels: 1 },
  stereo: { bitrateBps: 96_000, channels: 2 },
} as const satisfies Record<string, OpusPreset>;

export type OpusPresetName = keyof typeof opusPresets;
export const opusPresetNames = Object.keys(opusPresets) as readonly OpusPresetName[];
export const defaultOpusPreset: OpusPresetName = 'recitation';
