import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, test } from 'vitest';

import { fakeInput, FakeMedia } from '../../../testing/fake-media.ts';
import { type DeviceChange, DeviceWatch } from './device-watch.ts';

const usb = fakeInput('m1', 'USB Mixer');
const webcam = fakeInput('w1', 'Webcam');

async function setUp(...devices: Parameters<typeof fakeInput>[]) {
  const media = new FakeMedia(...devices.map((device) => fakeInput(...device)));
  const clock = new FakeClock();
  const looks: { readonly names: string; readonly change: DeviceChange }[] = [];
  const watch = new DeviceWatch({
    media: media.port,
    clock,
    onLook: (seen, change) => looks.push({ names: seen.map(({ label }) => label).join(', '), change }),
  });
  await expect.poll(() => looks).toHaveLength(1);
  /** Lets a second pass, and the look be answered. */
  const second = async (): Promise<void> => {
    const { length } = looks;
    clock.advance(1_000);
    await expect.poll(() => looks.length).toBeGreaterThan(length);
  };
  return { clock, looks, media, second, watch };
}
const same = { devices: false, inputAdded: false, defaultInput: false, defaultOutput: false };

describe('the devices', () => {
  test('are known at the start, and nothing of them is new', async () => {
    const { looks, watch } = await setUp(['m1', 'USB Mixer']);
    expect(looks).toEqual([{ names: 'USB Mixer', change: { ...same, devices: true } }]);
    expect(watch.devices).toHaveLength(1);
  });

  test('are known within a second when they change without a word', async () => {
    const { looks, media, second } = await setUp(['m1', 'USB Mixer']);
    media.plugIn(webcam, true);
    await second();
    expect(looks.at(-1)).toEqual({
      names: 'USB Mixer, Webcam',
      change: { ...same, devices: true, inputAdded: true },
    });
    media.unplug('m1', true);
    await second();
    expect(looks.at(-1)).toEqual({ names: 'Webcam', change: { ...same, devices: true } });
    await second();
    expect(looks.at(-1)?.change).toEqual(same);
  });

  test('are known at once when the system says so', async () => {
    const { looks, media } = await setUp(['m1', 'USB Mixer']);
    media.unplug('m1');
    await expect.poll(() => looks.at(-1)?.names).toBe('');
  });

  test('so is another default', async () => {
    const { looks, media, second } = await setUp(['default', 'Default - USB Mixer'], ['m1', 'USB Mixer']);
    media.devices = [fakeInput('default', 'Default - Webcam'), usb];
    await second();
    expect(looks.at(-1)?.change).toEqual({ ...same, devices: true, defaultInput: true });
  });

  test('and another default output', async () => {
    const { looks, media, second } = await setUp(['m1', 'USB Mixer']);
    const output = (label: string) => ({ ...fakeInput('default', label, 'x'), kind: 'audiooutput' });
    media.devices = [usb, output('Default - Speakers')];
    await second();
    media.devices = [usb, output('Default - Headset')];
    await second();
    expect(looks.at(-1)?.change).toEqual({ ...same, devices: true, defaultOutput: true });
  });

  test('stay as they were when the system does not answer', async () => {
    const { clock, looks, media, watch } = await setUp(['m1', 'USB Mixer']);
    const asked: (() => void)[] = [];
    media.enumerateDevices = () =>
      new Promise((_answer, fail) => asked.push(() => fail(new Error('broken'))));
    clock.advance(10_000);
    expect(asked).toHaveLength(3);
    for (const fail of asked) fail();
    await Promise.resolve();
    expect(looks).toHaveLength(1);
    expect(watch.devices).toHaveLength(1);
  });

  test('a slow answer does not undo a newer one', async () => {
    const { clock, looks, media } = await setUp(['m1', 'USB Mixer']);
    const answers: (() => void)[] = [];
    media.enumerateDevices = () => {
      const now = [...media.devices];
      return new Promise((answer) => answers.push(() => answer(now)));
    };
    clock.advance(1_000);
    media.devices = [usb, webcam];
    clock.advance(1_000);
    answers[1]?.();
    await expect.poll(() => looks.at(-1)?.names).toBe('USB Mixer, Webcam');
    answers[0]?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(looks.at(-1)?.names).toBe('USB Mixer, Webcam');
  });

  test('their names are asked for by opening a microphone, which is let go, and not again and again', async () => {
    const { media, second } = await setUp(['m1', '']);
    expect(media.opened).toHaveLength(1);
    expect(media.held).toEqual([]);
    await second();
    expect(media.opened).toHaveLength(1);
    for (let seconds = 0; seconds < 30; seconds += 1) await second();
    expect(media.opened).toHaveLength(2);
  });

  test('are not looked for after the end', async () => {
    const { clock, looks, media, watch } = await setUp(['m1', 'USB Mixer']);
    watch.close();
    watch.close();
    media.unplug('m1');
    await Promise.resolve();
    expect(looks).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
