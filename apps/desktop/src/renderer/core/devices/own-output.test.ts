import { expect, test } from 'vitest';

import { defaultSource, deviceSource, systemSource } from '../../../testing/sources.ts';
import { hearsOwnOutput } from './own-output.ts';

const row = (deviceId: string, label: string) => ({ kind: 'audioinput', deviceId, label, groupId: deviceId });
const loop = 'Stereo Mix (Realtek(R) Audio)';

test('the computer’s own sound goes on the air by itself, by a device, by the default, and in place of a lost device', () => {
  const usb = deviceSource('usb', 'm1', 'USB Mixer');
  const devices = [row('default', `Default - ${loop}`), row('s1', loop), row('m1', 'USB Mixer')];
  expect(hearsOwnOutput([usb], {}, devices)).toBe(false);
  expect(hearsOwnOutput([usb, systemSource('pc')], {}, devices)).toBe(true);
  expect(hearsOwnOutput([deviceSource('card', 's1', loop)], {}, devices)).toBe(true);
  expect(hearsOwnOutput([defaultSource('any')], {}, devices)).toBe(true);
  expect(hearsOwnOutput([defaultSource('any')], {}, devices.slice(2))).toBe(false);
  expect(hearsOwnOutput([usb], { usb: loop }, devices)).toBe(true);
});
