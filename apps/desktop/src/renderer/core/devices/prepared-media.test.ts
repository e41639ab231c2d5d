import type { CaptureKind } from '@mauzin/desktop-contract';
import { expect, test } from 'vitest';

import { fakeInput, FakeMedia } from '../../../testing/fake-media.ts';
import { openSound } from '../open-sound.ts';
import { preparedMedia } from './prepared-media.ts';

const processing = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const first = { find: (all: readonly { deviceId: string; label: string }[]) => all[0] ?? null, processing };

function setUp(allowed = true) {
  const fake = new FakeMedia(fakeInput('m1', 'USB Mixer'));
  const order: string[] = [];
  const media = preparedMedia(fake.port, (kind: CaptureKind) => {
    order.push(`${kind} ${fake.opened.length}`);
    return Promise.resolve(allowed);
  });
  return { fake, media, order };
}

test('main is asked before each capture, the second try for the system’s sound too', async () => {
  const { fake, media, order } = setUp();
  await openSound(media, { kind: 'device', ...first });
  fake.systemRefusals.push('NotSupportedError');
  await openSound(media, { kind: 'system', ...first });
  expect(order).toEqual(['microphone 0', 'system-sound 1', 'system-sound 1']);
  expect(fake.opened).toHaveLength(2);
});

test('what the system forbids is denied, and not opened', async () => {
  const { fake, media } = setUp(false);
  expect(await openSound(media, { kind: 'device', ...first })).toEqual({ ok: false, trouble: 'denied' });
  expect(await openSound(media, { kind: 'system', ...first })).toEqual({ ok: false, trouble: 'denied' });
  expect(fake.opened).toEqual([]);
});

test('looking and being told of devices ask nobody', async () => {
  const { fake, media, order } = setUp();
  let changes = 0;
  const changed = (): void => void (changes += 1);
  media.addEventListener('devicechange', changed);
  fake.plugIn(fakeInput('m2', 'Minbar'));
  media.removeEventListener('devicechange', changed);
  fake.plugIn(fakeInput('m3', 'Hall'));
  expect(changes).toBe(1);
  expect(await media.enumerateDevices()).toHaveLength(3);
  expect(order).toEqual([]);
});
