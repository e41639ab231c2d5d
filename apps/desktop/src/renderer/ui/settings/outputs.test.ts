import { expect, test } from 'vitest';

import { findOutput, outputOptions } from './outputs.ts';

const speakers = { kind: 'audiooutput', deviceId: 's1', label: 'Speakers' };
const phones = { kind: 'audiooutput', deviceId: 'h1', label: 'Headphones' };
const devices = [
  { kind: 'audiooutput', deviceId: 'communications', label: 'Communications - Headphones' },
  speakers,
  phones,
  { kind: 'audioinput', deviceId: 'm1', label: 'USB Mixer' },
  { kind: 'audiooutput', deviceId: '', label: '' },
];

test('every output once, and nothing else', () => {
  expect(outputOptions(devices, null).map(({ output }) => output.label)).toEqual(['Speakers', 'Headphones']);
});

test('the chosen output stays in the list while it is away', () => {
  const chosen = { deviceId: 'gone', label: 'Old Headphones' };
  expect(outputOptions(devices, chosen).at(-1)).toEqual({ output: chosen, away: true });
});

test('an output whose id changed is known by its name', () => {
  const chosen = { deviceId: 'before', label: 'Headphones' };
  const options = outputOptions(devices, chosen);
  expect(options).toHaveLength(2);
  expect(findOutput(options, chosen)?.output.deviceId).toBe('h1');
});
