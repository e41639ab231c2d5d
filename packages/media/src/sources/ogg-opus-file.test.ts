import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { systemClock } from '../clock.ts';
import { opusDurationSamples } from '../rtp/opus-toc.ts';
import { sampleFile } from '../sample-file.ts';
import { hurriedClock } from '../testing/hurried-clock.ts';
import { oggPage } from '../testing/ogg-page.ts';
import { CollectingSink } from '../testing/collecting-sink.ts';
import { openOggOpusFile } from './ogg-opus-file.ts';
import { eventually } from '../testing/eventually.ts';

const path = fileURLToPath(sampleFile);

describe('the sample', () => {
  test('plays once, to its end, 12 s of 20 ms packets', async () => {
    const source = await openOggOpusFile({ path, clock: hurriedClock(), loop: false });
    const sink = new CollectingSink();
    source.start(sink);
    await eventually(() => sink.end).toBeNull();
    source.close();
    expect(sink.packets.length).toBeGreaterThanOrEqual(600);
    expect(sink.packets.length).toBeLessThanOrEqual(602);
    expect(new Set(sink.packets.map((packet) => opusDurationSamples(packet.payload)))).toEqual(
      new Set([960]),
    );
  });

  test('in a loop goes on with the same packets and without a pause', async () => {
    const source = await openOggOpusFile({ path, clock: hurriedClock(), loop: true });
    const sink = new CollectingSink();
    source.start(sink);
    await eventually(() => sink.packets.length).toBeGreaterThan(1_300);
    source.close();
    expect(sink.end).toBeUndefined();
    expect(sink.packets.every((packet, index) => packet.timestamp === index * 960)).toBe(true);
    const round = sink.packets.findIndex(
      (packet, index) => index > 0 && Buffer.compare(packet.payload, sink.packets[0]!.payload) === 0,
    );
    expect(round).toBeGreaterThanOrEqual(600);
    expect(round).toBeLessThanOrEqual(602);
  });

  test('keeps real time on the machine’s clock', async () => {
    const source = await openOggOpusFile({ path, clock: systemClock, loop: true });
    const sink = new CollectingSink();
    const startedAt = systemClock.now();
    source.start(sink);
    await eventually(() => sink.packets.length).toBeGreaterThan(20);
    const passedMs = systemClock.now() - startedAt;
    source.close();
    // never ahead of its time (timers round by a millisecond); how far behind is the machine's affair
    expect(sink.packets.length).toBeLessThanOrEqual((passedMs + 2) / 20 + 1);
    const heard = sink.packets.length;
    source.close();
    expect(sink.packets).toHaveLength(heard);
  });
});

describe('what cannot be played', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mauzin-media-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each([
    ['a text', Buffer.from('this is a shopping list\n'.repeat(100)), 'file-not-ogg'],
    ['nothing', Buffer.alloc(0), 'file-unreadable'],
    ['an Ogg of something else', oggPage(Buffer.from('fishead\0'.repeat(8))), 'file-not-opus'],
  ])('%s is refused', async (name, bytes, reason) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.opus`);
    await writeFile(file, bytes);
    await expect(openOggOpusFile({ path: file, clock: systemClock, loop: false })).rejects.toMatchObject({
      name: 'MediaError',
      reason,
      message: expect.stringContaining(file),
    });
  });

  test('a file that is not there, and a folder', async () => {
    await expect(
      openOggOpusFile({ path: join(folder, 'none.opus'), clock: systemClock, loop: false }),
    ).rejects.toMatchObject({ reason: 'file-missing' });
    await expect(openOggOpusFile({ path: folder, clock: systemClock, loop: false })).rejects.toMatchObject({
      reason: 'file-unreadable',
    });
  });

  test('a file that breaks off ends the source with an error, not the process', async () => {
    const whole = await readFile(path);
    const file = join(folder, 'cut.opus');
    await writeFile(file, whole.subarray(0, 30_000));
    const source = await openOggOpusFile({ path: file, clock: hurriedClock(), loop: false });
    const sink = new CollectingSink();
    source.start(sink);
    await eventually(() => sink.end).not.toBeUndefined();
    source.close();
    expect(sink.packets.length).toBeLessThan(600);
  });
});
