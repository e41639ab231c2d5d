import { desktopTexts, type SavedSource } from '@mauzin/desktop-contract';
import { expect, test } from 'vitest';

import { defaultSource, deviceSource, systemSource } from '../../testing/sources.ts';
import { offeredSounds, soundValue } from './sound-choices.ts';

const inputs = [
  { deviceId: 'm1', label: 'USB Mixer' },
  { deviceId: 'p1', label: 'Pulpit' },
];
const usb = deviceSource('usb', 'm1', 'USB Mixer');
const pulpit = deviceSource('pulpit', 'p1', 'Pulpit');
const { defaultInput, systemSound } = desktopTexts.en;

const namesFor = (own: SavedSource | null, ...sources: SavedSource[]): string[] =>
  offeredSounds({ inputs, sources }, own, desktopTexts.en).map(({ name }) => name);

test('a new source is offered what no other one has', () => {
  expect(namesFor(null)).toEqual(['USB Mixer', 'Pulpit', defaultInput, systemSound]);
  expect(namesFor(null, usb, defaultSource('any'), systemSource('pc'))).toEqual(['Pulpit']);
});

test('a source is offered what it has, and what no other one has', () => {
  expect(namesFor(usb, usb, systemSource('pc'))).toEqual(['USB Mixer', 'Pulpit', defaultInput]);
  expect(namesFor(usb, usb, pulpit)).toEqual(['USB Mixer', defaultInput, systemSound]);
});

test('what it has is offered while it is away, so that the list shows it', () => {
  const old = deviceSource('old', 'gone', 'Old Mixer');
  const offered = offeredSounds({ inputs, sources: [old] }, old, desktopTexts.en);
  expect(offered[0]).toEqual({
    value: soundValue(old),
    name: 'Old Mixer',
    choice: { deviceId: 'gone', label: 'Old Mixer' },
  });
  expect(offered).toHaveLength(5);
});

test('each kind of source is found in the list again', () => {
  for (const source of [usb, defaultSource('any'), systemSource('pc')]) {
    const values = offeredSounds({ inputs, sources: [source] }, source, desktopTexts.en).map(
      ({ value }) => value,
    );
    expect(values).toContain(soundValue(source));
  }
});
