import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { systemClock } from '../clock.ts';
import { opusDurationSamples } from '../rtp/opus-toc.ts';
import { sampleFile } from '../sample-file.ts';
import { hurriedClock } from '../testing/hurried-clock.ts';
import { opusPayload } from '../testing/fake-source.ts';
import { type FileFields, opusFile } from '../testing/ogg-file.ts';
import { oggPage } from '../testing/ogg-page.ts';
import { CollectingSink } from '../testing/collecting-sink.ts';
import { openOggOpusFile } from './ogg-opus-file.ts';
import { eventually } from '../testing/eventually.ts';

const path = fileURLToPath(sampleFile);
const packets = [opusPayload(0), opusPayload(1)];
/** Of 5.1 (RFC 7845 §5.1.1.2): four streams, two of them coupled. */
const surround = [4, 2, 0, 4, 1, 2, 3, 5];

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
    ['heads alone', opusFile({ packets: [] }), 'file-not-opus'],
    ['a head of a format to come', opusFile({ packets, version: 16 }), 'file-not-opus'],
    ['no channel', opusFile({ packets, channels: 0 }), 'file-not-opus'],
    ['three channels where two may be', opusFile({ packets, channels: 3 }), 'file-channels'],
    ['surround', opusFile({ packets, channels: 6, family: 1, table: surround }), 'file-channels'],
    [
      'two channels apart',
      opusFile({ packets, channels: 2, family: 1, table: [2, 0, 0, 1] }),
      'file-channels',
    ],
    [
      'right before left',
      opusFile({ packets, channels: 2, family: 1, table: [1, 1, 1, 0] }),
      'file-channels',
    ],
    ['ambisonics', opusFile({ packets, channels: 1, family: 2, table: [1, 0, 0] }), 'file-channels'],
    ['a gain', opusFile({ packets, gain: -12 * 256 }), 'file-gain'],
    ['the least gain', opusFile({ packets, gain: 1 }), 'file-gain'],
    ['large packets', opusFile({ packets: [...packets, opusPayload(3, 1_150)] }), 'file-packets'],
    [
      'a second part that cannot be played',
      Buffer.concat([opusFile({ packets }), opusFile({ packets, serial: 2, gain: 256 })]),
      'file-gain',
    ],
    [
      'a second part of something else',
      Buffer.concat([opusFile({ packets }), oggPage(Buffer.from('\u0001vorbis')), oggPage(Buffer.from('x'))]),
      'file-not-opus',
    ],
  ])('%s is refused', async (name, bytes, reason) => {
    const file = join(folder, `${name.replaceAll(' ', '-')}.opus`);
    await writeFile(file, bytes);
    await expect(openOggOpusFile({ path: file, clock: systemClock, loop: false })).rejects.toMatchObject({
      name: 'MediaError',
      reason,
      message: expect.stringContaining(file),
    });
  });

  test('with the line that makes a file that can be played, whatever its name is', async () => {
    const refusal = async (name: string, bytes: Buffer): Promise<string> => {
      const file = join(folder, name);
      await writeFile(file, bytes);
      return openOggOpusFile({ path: file, clock: systemClock, loop: false }).then(
        () => 'played',
        (error: Error) => error.message,
      );
    };
    const six = await refusal("Jum'ah.opus", opusFile({ packets, channels: 6, family: 1, table: surround }));
    expect(six).toContain('6 channels');
    expect(six).toContain(
      String.raw`Jum'\''ah.opus' -c:a libopus -ac 2 '${folder}/Jum'\''ah for Mauzin.opus'`,
    );
    expect(await refusal('quiet', opusFile({ packets, gain: -12 * 256 }))).toContain('−12.0 dB');
    const large = await refusal('large.opus', opusFile({ packets: [opusPayload(0, 1_275)] }));
    expect(large).toContain('1275 bytes');
    expect(large).toContain('459 kbit/s');
    // 60 ms (SILK): the rate that works in packets of the file's own length.
    const long = opusPayload(0, 1_200).map((byte, index) => (index === 0 ? 11 << 3 : byte));
    expect(await refusal('long.opus', opusFile({ packets: [long] }))).toContain('60 ms up to 153 kbit/s');
  });

  test.each<[string, Partial<FileFields>]>([
    ['surround of two channels', { channels: 2, family: 1, table: [1, 1, 0, 1] }],
    ['surround of one', { channels: 1, family: 1, table: [1, 0, 0] }],
    ['the longest packets', { packets: [opusPayload(0, 1_149)] }],
  ])('%s is played', async (_name, fields) => {
    const file = join(folder, 'plain.opus');
    await writeFile(file, opusFile({ packets, ...fields }));
    const source = await openOggOpusFile({ path: file, clock: hurriedClock(), loop: false });
    const sink = new CollectingSink();
    source.start(sink);
    await eventually(() => sink.end).toBeNull();
    expect(sink.packets.map(({ payload }) => payload)).toEqual(fields.packets ?? packets);
    source.close();
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
