import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { hurriedClock } from '../testing/hurried-clock.ts';
import { openOggOpusFile } from '../sources/ogg-opus-file.ts';
import { sampleFile } from '../sample-file.ts';
import { eventually } from '../testing/eventually.ts';
import { readOgg } from '../testing/read-ogg.ts';
import { CollectingSink } from '../testing/collecting-sink.ts';

/** What a killed process wrote is kept by the system, on whatever disk: on one that nobody else keeps busy, then. */
const memory = '/dev/shm';
let folder = '';
let child: ChildProcess | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'mauzin-killed-'));
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true });
});

const packetsPerSecond = 50;
/** Packets at the beginning of a recording by which a player's decoder finds into the sound, and which nobody hears (80 ms). */
const warmingUp = 4;
const sample = fileURLToPath(sampleFile);

const isSilence = (packet: Buffer): boolean => packet.subarray(-2).equals(Buffer.from([0xff, 0xfe]));

async function play(path: string): Promise<Buffer[]> {
  const source = await openOggOpusFile({ path, clock: hurriedClock(), loop: false });
  const sink = new CollectingSink();
  source.start(sink);
  await eventually(() => sink.end).toBeNull();
  source.close();
  return sink.packets.map((packet) => Buffer.from(packet.payload));
}

test('a recording whose process was killed plays up to the last second', async () => {
  const file = join(folder, 'killed.opus');
  const program = fileURLToPath(new URL('../testing/record-until-killed.ts', import.meta.url));
  const recording = spawn(process.execPath, ['--import', 'tsx', program, sample, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = recording;
  let said = '';
  recording.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  // Not all that was given by now, but when the last writing began: that a machine may hesitate over.
  const given = (): number => Number(said.split('\n').at(-2) ?? 0);
  await eventually(given).toBeGreaterThan(0); // it has started, which a busy machine takes its time for
  await eventually(given).toBeGreaterThan(4 * packetsPerSecond);
  recording.kill('SIGKILL');
  await once(recording, 'close');

  const pages = readOgg(await readFile(file));
  expect(pages.every((page) => page.checksumFits)).toBe(true);
  expect(pages.some((page) => page.flags.last)).toBe(false);
  // A machine that hesitates is a pause in the sound, and so silence in the file.
  const heard = (await play(file)).filter((packet) => !isSilence(packet));
  expect(warmingUp + heard.length).toBeGreaterThanOrEqual(given() - packetsPerSecond);
  const sent = await play(sample);
  expect(heard).toEqual(sent.slice(warmingUp, warmingUp + heard.length));
}, 60_000);
