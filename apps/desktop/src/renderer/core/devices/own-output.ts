import type { SavedSource } from '@mauzin/desktop-contract';

import { defaultInput, type DeviceInfo } from './devices.ts';
import { recordsOwnOutput } from './own-output-names.ts';

/** Whether what this computer plays goes on the air. */
export function hearsOwnOutput(
  sources: readonly SavedSource[],
  standIns: Readonly<Record<string, string>>,
  devices: readonly DeviceInfo[],
): boolean {
  const nameOf = (source: SavedSource): string => {
    if (source.kind === 'device') return source.label;
    return source.kind === 'default' ? (defaultInput(devices)?.label ?? '') : '';
  };
  const names = [...sources.map(nameOf), ...Object.values(standIns)];
  return sources.some(({ kind }) => kind === 'system') || names.some(recordsOwnOutput);
}
