import type { SoundSettings } from '@mauzin/shared';

export type Output = NonNullable<SoundSettings['monitor']>;

/** What of a device matters here (W3C mediacapture-streams §9.2). */
export interface FoundDevice extends Output {
  readonly kind: string;
}

export interface OutputOption {
  readonly output: Output;
  readonly away: boolean;
}

/** Chromium's row for a device that the system prefers for calls repeats one that is listed under its own name. */
const alias = 'communications';

/**
 * The outputs to choose from: all that are there, by name, and the chosen one even while it is away. One whose id changed
 * is known by its name. Rows without a name stand for devices that may not be seen.
 */
export function outputOptions(
  devices: readonly FoundDevice[],
  chosen: Output | null,
): readonly OutputOption[] {
  const there = devices
    .filter(({ deviceId, kind, label }) => kind === 'audiooutput' && deviceId !== alias && label !== '')
    .map(({ deviceId, label }) => ({ output: { deviceId, label }, away: false }));
  if (chosen === null || findOutput(there, chosen)) return there;
  return [...there, { output: chosen, away: true }];
}

/** The option that a saved output is: by its id, then by its name. */
export const findOutput = (options: readonly OutputOption[], saved: Output): OutputOption | undefined =>
  options.find(({ output }) => output.deviceId === saved.deviceId) ??
  options.find(({ output }) => output.label === saved.label);
