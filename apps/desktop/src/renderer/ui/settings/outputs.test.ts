import { expect, test } from 'vitest';

import type { DeviceInfo } from '../../core/devices/devices.ts';
import { findOutput, outputOptions } from './outputs.ts';

const device = (kind: string, deviceId: string, label: string): DeviceInfo => ({
  kind,
  deviceId,
  label,
  groupId: deviceId,
});
const speakers = device('audiooutput', 's1', 'Speakers');
const phones = device('audiooutput', 'h1', 'Headphones');
const devices = [
  device('audiooutput', 'default', 'Default'),
  device('audiooutput', 'communications', 'Communications - Headphones'),
  speakers,
  phones,
  device('audioinput', 'm1', 'USB Mixer'),
  device('audiooutput', '', ''),
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
