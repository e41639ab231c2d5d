import type { SavedSource } from '@mauzin/desktop-contract';

import { defaultInput, type DeviceInfo } from './devices.ts';

/**
 * Inputs that record what this computer plays, by the names that drivers and systems give them: the sound card's own mix on Windows
 * (in some of its languages), loops in software elsewhere. A mixer at the wall is none: *Stereo Mixer* does not match.
 */
const ownOutputs =
  /\bstereo ?mix\b|\bmixage st[ée]r[ée]o\b|\bwhat u hear\b|\bwave ?out mix\b|^monitor of |\bloopback\b/i;

export const recordsOwnOutput = (label: string): boolean => ownOutputs.test(label);

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
