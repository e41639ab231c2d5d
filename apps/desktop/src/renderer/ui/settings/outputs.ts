import type { SoundSettings } from '@mauzin/desktop-contract';

import type { DeviceInfo } from '../../core/devices/devices.ts';
import { listOutputs } from '../../core/ears/monitor.ts';

type Output = NonNullable<SoundSettings['monitor']>;

export interface OutputOption {
  readonly output: Output;
  readonly away: boolean;
}

/**
 * The outputs to choose from: all that are there and have a name, and the chosen one even while it is away. One whose id
 * changed is known by its name.
 */
export function outputOptions(
  devices: readonly DeviceInfo[],
  chosen: Output | null,
): readonly OutputOption[] {
  const there = listOutputs(devices)
    .filter(({ label }) => label !== '')
    .map((output) => ({ output, away: false }));
  if (chosen === null || findOutput(there, chosen)) return there;
  return [...there, { output: chosen, away: true }];
}

/** The option that a saved output is: by its id, then by its name. */
export const findOutput = (options: readonly OutputOption[], saved: Output): OutputOption | undefined =>
  options.find(({ output }) => output.deviceId === saved.deviceId) ??
  options.find(({ output }) => output.label === saved.label);
