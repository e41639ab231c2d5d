import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { speech } from '../src/index.ts';
import { WiredStation } from '../support/wired-station.ts';

/** Twice through what is said, and long enough for the pauses between sentences to count. */
const measureSeconds = 36;

describe('data for who has little of it, over minutes', () => {
  let station: WiredStation;

  beforeAll(async () => {
    station = await WiredStation.start(await speech());
  });

  afterAll(() => station?.close());

  test('a phone hears the mosque', async () => {
    await station.listen();
    await station.phone.expectState('playing');
  });

  test('a lesson costs at most 30 MB an hour', async () => {
    const wire = await station.wired.measure(measureSeconds);
    process.stdout.write(`normal: ${wire.megabytesAnHour.toFixed(1)} MB an hour on the wire\n`);
    expect(wire.megabytesAnHour).toBeLessThan(30);
    expect(wire.megabytesAnHour).toBeGreaterThan(15);
  });

  test('RED: on for a phone whose loss passes 3 %, off half a minute after that has passed', async () => {
    const { wired } = station;
    const plain = await wired.measure(3);
    wired.forwarder.setFaults({ toClients: { dropShare: 0.1 } });
    await expect
      .poll(async () => (await wired.measure(2)).meanBytes, { timeout: 20_000 })
      .toBeGreaterThan(plain.meanBytes * 1.6);
    wired.forwarder.setFaults({ toClients: { dropShare: 0 } });
    expect((await wired.measure(10)).meanBytes).toBeGreaterThan(plain.meanBytes * 1.6);
    await expect
      .poll(async () => (await wired.measure(2)).meanBytes, { timeout: 45_000 })
      .toBeLessThan(plain.meanBytes * 1.3);
    await station.phone.expectState('playing');
  }, 90_000);

  test('with the saver, at most 15 MB an hour', async () => {
    await station.choose('saver');
    const wire = await station.wired.measure(measureSeconds);
    process.stdout.write(`saver: ${wire.megabytesAnHour.toFixed(1)} MB an hour on the wire\n`);
    expect(wire.megabytesAnHour).toBeLessThan(15);
    expect(wire.megabytesAnHour).toBeGreaterThan(5);
  });

  test('half a minute after the last who wants it, it is not encoded any more', async () => {
    await station.choose('normal');
    expect(await station.saver()).toEqual({ wanted: true, mix: 'flowing' });
    await expect.poll(() => station.saver(), { timeout: 45_000 }).toEqual({ wanted: false, mix: 'none' });
    await station.phone.expectState('playing');
    expect((await station.engine()).mix).toBe('flowing');
  });
});
