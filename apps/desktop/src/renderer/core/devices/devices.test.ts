import { describe, expect, test } from 'vitest';

import {
  defaultInput,
  defaultMark,
  defaultRow,
  type DeviceInfo,
  listInputs,
  matchDevice,
} from './devices.ts';

const input = (deviceId: string, label: string, groupId = deviceId): DeviceInfo => ({
  kind: 'audioinput',
  deviceId,
  label,
  groupId,
});
const mixer = input('m1', 'USB Mixer');
const webcam = input('w1', 'Webcam');

describe('the list to choose from', () => {
  test('has every input by name, without rows that repeat one, and without outputs', () => {
    const devices = [
      input('default', 'Default - USB Mixer', 'm1'),
      input('communications', 'Communications - Webcam', 'w1'),
      mixer,
      webcam,
      { ...mixer, kind: 'audiooutput', label: 'Speakers' },
    ];
    expect(listInputs(devices).map(({ label }) => label)).toEqual(['USB Mixer', 'Webcam']);
  });

  test('falls back to the default row where the system names no other, and leaves out nameless ones', () => {
    expect(listInputs([input('default', 'Default')])).toEqual([{ deviceId: 'default', label: 'Default' }]);
    expect(listInputs([input('', '')])).toEqual([]);
  });
});

describe('the default input', () => {
  test.each([
    ['by its name', [input('default', 'Default - Webcam', 'x'), mixer, webcam], 'w1'],
    ['by its group', [input('default', 'Default', 'w1'), mixer, webcam], 'w1'],
    ['as the row itself where neither tells', [input('default', 'Default', 'x'), mixer], 'default'],
    ['the first where there is no such row', [mixer, webcam], 'm1'],
  ])('%s', (_how, devices, deviceId) => {
    expect(defaultInput(devices)?.deviceId).toBe(deviceId);
  });

  test('there is none without inputs', () => expect(defaultInput([])).toBeNull());
});

describe('the row of the default input', () => {
  test('stands for it, or else the first', () => {
    expect(defaultRow([mixer, input('default', 'Default')])?.deviceId).toBe('default');
    expect(defaultRow([mixer, webcam])?.deviceId).toBe('m1');
    expect(defaultRow([])).toBeNull();
  });

  test.each([
    ['on Windows by its label', input('default', 'Default - Webcam', 'm1')],
    ['on macOS by its group', input('default', 'Default', 'w1')],
  ])('tells when the system prefers another one: %s', (_system, row) => {
    const before = input('default', 'Default', 'm1');
    expect(defaultMark([row, mixer])).not.toBe(defaultMark([before, mixer]));
    expect(defaultMark([before, webcam])).toBe(defaultMark([before, mixer]));
  });
});

describe('a saved device is found again', () => {
  test('by its id, also when it was renamed', () => {
    const renamed = input('m1', 'Mixer (2)');
    expect(matchDevice(mixer, [input('x', 'USB Mixer'), renamed], [])).toBe(renamed);
  });

  test('by its label when its id changed', () => {
    const moved = input('m2', 'USB Mixer');
    expect(matchDevice(mixer, [webcam, moved], [])).toBe(moved);
  });

  test('by its label not where another source has that one', () => {
    const twins = [input('m2', 'USB Mixer'), input('m3', 'USB Mixer')];
    expect(matchDevice(mixer, twins, ['m2'])).toBe(twins[1]);
    expect(matchDevice(mixer, twins, ['m2', 'm3'])).toBeNull();
  });

  test('not by an empty label, and not when it is gone', () => {
    expect(matchDevice(input('gone', ''), [input('other', '')], [])).toBeNull();
    expect(matchDevice(mixer, [webcam], [])).toBeNull();
  });
});
