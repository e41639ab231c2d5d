import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openOggOpusFile, sampleFile } from '@mauzin/media';
import { systemClock } from '@mauzin/media/clock';
import type { ClockPort } from '@mauzin/shared';
import { generateBroadcasterKey } from '@mauzin/signal';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { NodeWindow } from '../testing/node-window.ts';
import { quietFolder } from '../testing/quiet-folder.ts';
import { type EngineWithWindow, startEngine } from '../testing/start-engine.ts';
import type { EngineConfig } from './contract.ts';

let folder = '';
let config: EngineConfig;
const opened: (() => void | Promise<void>)[] = [];
beforeEach(async () => {
  folder = await quietFolder('engine-recording');
  config = {
    station: { slug: 'noor', name: 'مسجد النور', language: 'ar' },
    server: { kind: 'inside', port: 0, key: generateBroadcasterKey() },
    accessCode: null,
    recordTo: join(folder, 'made', 'when needed'),
  };
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
  await rm(folder, { recursive: true });
});

function startBroadcast(): EngineWithWindow {
  const broadcast = startEngine();
  opened.push(() => broadcast.close());
  broadcast.engine.configure(config);
  broadcast.engine.setLive(true);
  return broadcast;
}
const patience = { timeout: 15_000 };
const files = (): Promise<string[]> => readdir(config.recordTo ?? '').catch(() => []);

/** What a player finds in the file. */
async function packetsIn(name: string): Promise<string[]> {
  const hurried: ClockPort = {
    now: () => 0,
    after: (_, run) => {
      const timer = setImmediate(run);
      return () => clearImmediate(timer);
    },
  };
  const path = join(config.recordTo ?? '', name);
  const source = await openOggOpusFile({ path, clock: hurried, loop: false });
  const packets: string[] = [];
  const ended = new Promise((resolve) => {
    source.start({
      packet: ({ payload }) => packets.push(Buffer.from(payload).toString('latin1')),
      ended: resolve,
    });
  });
  expect(await ended).toBeNull();
  source.close();
  return packets;
}

test('a broadcast is one file of the very packets that were sent, through a crash of the window, ended with it', async () => {
  const { crashWindow, engine, sendMix } = startBroadcast();
  const crashed = await sendMix();
  const recording = () => engine.state.recording;
  await expect
    .poll(() => recording(), patience)
    .toMatchObject({ name: 'on', bytes: expect.any(Number) as number });
  const begun = crashed.sent.length;
  await expect.poll(() => crashed.sent.length, patience).toBeGreaterThan(begun + 30);
  await crashWindow();
  const window = await sendMix();
  const since = window.sent.length;
  await expect.poll(() => window.sent.length, patience).toBeGreaterThan(since + 50);
  engine.setLive(false);
  expect(recording()).toEqual({ name: 'off' });
  await engine.close();

  const [name = '', ...others] = await files();
  expect(others).toEqual([]);
  expect(name).toMatch(/^مسجد النور \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.opus$/);
  const packets = await packetsIn(name);
  const of = ({ ssrc }: NodeWindow): string[] => packets.filter((packet) => packet.includes(`${ssrc}:`));
  const sentAs = (sent: readonly string[], heard: readonly string[]): string[] => {
    const start = sent.indexOf(heard[0] ?? '');
    return sent.slice(start, start + heard.length);
  };
  const [before, after] = [of(crashed), of(window)];
  expect(before.length).toBeGreaterThan(20);
  expect(before).toEqual(sentAs(crashed.sent, before));
  expect(after.length).toBeGreaterThanOrEqual(50);
  expect(after).toEqual(sentAs(window.sent, after));
  const pause = packets.slice(packets.indexOf(before.at(-1) ?? '') + 1, packets.indexOf(after[0] ?? ''));
  expect(pause.length).toBeGreaterThan(0);
  expect(pause.every((packet) => packet.slice(1).includes('\xff\xfe'))).toBe(true);
});

/** The sample, again and again, in real time: no connection that a busy machine could lose. */
const sample = () => openOggOpusFile({ path: fileURLToPath(sampleFile), clock: systemClock, loop: true });

test('it is begun amidst a broadcast, and a new engine never touches the file of the one before', async () => {
  const { recordTo } = config;
  config = { ...config, recordTo: null };
  const { engine } = startBroadcast();
  engine.setSource(await sample());
  await expect.poll(() => engine.state.air.name, patience).toBe('live');
  expect(await files()).toEqual([]);
  config = { ...config, recordTo };
  engine.configure(config);
  await expect.poll(() => engine.state.recording.name, patience).toBe('on');
  await engine.close();
  const [first = ''] = await files();
  const before = await readFile(join(recordTo ?? '', first));
  expect((await packetsIn(first)).length).toBeGreaterThan(0);

  const next = startBroadcast().engine;
  next.setSource(await sample());
  await expect.poll(() => next.state.recording.name, patience).toBe('on');
  await next.close();
  expect(await files()).toHaveLength(2);
  expect((await readFile(join(recordTo ?? '', first))).equals(before)).toBe(true);
});

test('a folder that cannot be made is told, and the broadcast goes on', async () => {
  await writeFile(join(folder, 'file'), '');
  config = { ...config, recordTo: join(folder, 'file', 'folder') };
  const { engine, sendMix } = startBroadcast();
  await sendMix();
  await expect.poll(() => engine.state.recording, patience).toEqual({ name: 'failed', why: 'cannot-write' });
  expect(engine.state).toMatchObject({ air: { name: 'live' }, mix: 'flowing' });
});
