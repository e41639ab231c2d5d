import type { DesktopTexts, SavedSource } from '@mauzin/desktop-contract';

import type { SoundChoice, StudioState } from '../core/studio.ts';

/** A sound that a source may be, as a list offers it. */
export interface OfferedSound {
  readonly value: string;
  readonly name: string;
  readonly choice: SoundChoice;
}

const systemValue = 'system-sound';
const defaultValue = 'system-default';

/** Where a source stands in the list. */
export function soundValue(source: SavedSource): string {
  if (source.kind === 'device') return source.deviceId;
  return source.kind === 'system' ? systemValue : defaultValue;
}

/**
 * Every input that no other source has, whatever the computer prefers, and the sound of the computer itself. What the source has now is
 * among them, also while its device is away.
 * @param own the source that is to have one of them; null: a new one
 */
export function offeredSounds(
  { inputs, sources }: Pick<StudioState, 'inputs' | 'sources'>,
  own: SavedSource | null,
  texts: Pick<DesktopTexts, 'defaultInput' | 'systemSound'>,
): readonly OfferedSound[] {
  const taken = new Set(sources.filter(({ id }) => id !== own?.id).map(soundValue));
  const isAway = own?.kind === 'device' && inputs.every(({ deviceId }) => deviceId !== own.deviceId);
  const devices = isAway ? [{ deviceId: own.deviceId, label: own.label }, ...inputs] : inputs;
  const all: readonly OfferedSound[] = [
    ...devices.map((device) => ({ value: device.deviceId, name: device.label, choice: device })),
    { value: defaultValue, name: texts.defaultInput, choice: 'default' },
    { value: systemValue, name: texts.systemSound, choice: null },
  ];
  return all.filter(({ value }) => !taken.has(value));
}
