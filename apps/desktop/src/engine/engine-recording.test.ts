import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openOggOpusFile, sampleFile } from '@mauzin/media';
import type { ClockPort, MixSignalToRenderer } from '@mauzin/shared';
import { generateBroadcasterKey } from '@mauzin/signal';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { NodeWindow } from '../testing/node-window.ts';
import type { EngineConfig } from './contract.ts';
import { Engine } from './engine.ts';
import { createLogger } from './logger.ts';
import { systemClock } from './system-clock.ts';

let folder = '';
let config: EngineConfig;
const opened: (() => void | Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mauzin-engine-recording-'));
  config = {
    station: { slug: 'noor', name: 'مسجد النور', language: 'ar' },
    server: { kind: 'inside', port: 0, key: generateBroadcasterKey() },
    recordTo: join(folder, 'made', 'when needed'),
  };
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
  await rm(folder, { recursive: true });
});

function startEngine() {
  let window: NodeWindow | null = null;
  const engine = new Engine({
    pagesDir: tmpdir(),
    clock: systemClock,
    wallMs: Date.now,
    random: Math.random,
    interfaces: () => ({}),
    logger: createLogger('silent'),
    onState: () => undefined,
    onMixSignal: (signal: MixSignalToRenderer) => window?.receive(signal),
  });
  opened.push(() => engine.close());
  engine.configure(config);
  engine.setLive(true);
  const openWindow = (ssrc: number): NodeWindow => {
    const made = new NodeWindow(ssrc, (signal) => engine.mixSignal(signal));
    window = made;
    opened.push(() => made.close());
    return made;
  };
  return { engine, openWindow };
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
  const { engine, openWindow } = startEngine();
  const crashed = openWindow(7);
  const recording = () => engine.state.recording;
  await expect
    .poll(() => recording(), patience)
    .toMatchObject({ name: 'on', bytes: expect.any(Number) as number });
  crashed.close();
  await expect.poll(() => engine.state.mix, patience).toBe('none');
  const window = openWindow(8);
  await expect.poll(() => engine.state.mix, patience).toBe('flowing');
  const since = window.sent.length;
  await expect.poll(() => window.sent.length, patience).toBeGreaterThan(since + 50);
  engine.setLive(false);
  expect(recording()).toEqual({ name: 'off' });
  await engine.close();

  const [name = '', ...others] = await files();
  expect(others).toEqual([]);
  expect(name).toMatch(/^مسجد النور \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.opus$/);
  const packets = await packetsIn(name);
  const of = (ssrc: number): string[] => packets.filter((packet) => packet.includes(`${ssrc}:`));
  const sentAs = (sent: readonly string[], heard: readonly string[]): string[] => {
    const start = sent.indexOf(heard[0] ?? '');
    return sent.slice(start, start + heard.length);
  };
  expect(of(7).length).toBeGreaterThan(20);
  expect(of(7)).toEqual(sentAs(crashed.sent, of(7)));
  expect(of(8).length).toBeGreaterThanOrEqual(50);
  expect(of(8)).toEqual(sentAs(window.sent, of(8)));
  const pause = packets.slice(packets.indexOf(of(7).at(-1) ?? '') + 1, packets.indexOf(of(8)[0] ?? ''));
  expect(pause.length).toBeGreaterThan(0);
  expect(pause.every((packet) => packet.slice(1).includes('\xff\xfe'))).toBe(true);
});

/** The sample, again and again, in real time: no connection that a busy machine could lose. */
const sample = () => openOggOpusFile({ path: fileURLToPath(sampleFile), clock: systemClock, loop: true });

test('it is begun amidst a broadcast, and a new engine never touches the file of the one before', async () => {
  const { recordTo } = config;
  config = { ...config, recordTo: null };
  const { engine } = startEngine();
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

  const next = startEngine().engine;
  next.setSource(await sample());
  await expect.poll(() => next.state.recording.name, patience).toBe('on');
  await next.close();
  expect(await files()).toHaveLength(2);
  expect((await readFile(join(recordTo ?? '', first))).equals(before)).toBe(true);
});

test('a folder that cannot be made is told, and the broadcast goes on', async () => {
  await writeFile(join(folder, 'file'), '');
  config = { ...config, recordTo: join(folder, 'file', 'folder') };
  const { engine, openWindow } = startEngine();
  openWindow(7);
  await expect.poll(() => engine.state.recording, patience).toEqual({ name: 'failed', why: 'cannot-write' });
  expect(engine.state).toMatchObject({ air: { name: 'live' }, mix: 'flowing' });
});
