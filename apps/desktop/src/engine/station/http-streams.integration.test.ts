import { get, type IncomingMessage } from 'node:http';

import { FanOut } from '@mauzin/media';
import { FakeClock } from '@mauzin/shared/testing';
import { generateBroadcasterKey } from '@mauzin/signal';
import { expect, onTestFinished, test } from 'vitest';

import { type EngineWithWindow, startEngine } from '../../testing/start-engine.ts';
import { HttpStreams } from './http-streams.ts';

async function onTheAir(): Promise<{ broadcast: EngineWithWindow; url: string }> {
  const broadcast = startEngine();
  onTestFinished(() => broadcast.close());
  broadcast.engine.configure({
    station: { slug: 'noor', name: 'Noor', language: 'ar' },
    server: { kind: 'inside', port: 0, key: generateBroadcasterKey() },
    accessCode: null,
    recordTo: null,
  });
  await expect.poll(() => broadcast.engine.state.service.name, { timeout: 10_000 }).toBe('online');
  broadcast.engine.setLive(true);
  return { broadcast, url: `${new URL(broadcast.engine.state.link ?? '').origin}/live/noor.webm` };
}

/** A player: what came so far, and whether its stream is over. */
async function play(url: string) {
  const player = { bytes: Buffer.alloc(0), over: false, close: () => undefined as unknown };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, resolve).on('error', reject);
  });
  onTestFinished(() => void response.destroy());
  player.close = () => response.destroy();
  response.on('error', () => undefined);
  response.on('data', (chunk: Buffer) => (player.bytes = Buffer.concat([player.bytes, chunk])));
  response.once('end', () => (player.over = true));
  expect(response.statusCode).toBe(200);
  return player;
}

test('players of the HTTP live stream get the mix as it is, are counted, and end with the broadcast', async () => {
  const { broadcast, url } = await onTheAir();
  const { engine } = broadcast;
  expect((await fetch(url)).status).toBe(503);
  const window = await broadcast.sendMix();
  await expect.poll(() => engine.state.air.name, { timeout: 10_000 }).toBe('live');
  await expect.poll(async () => (await fetch(url, { method: 'HEAD' })).status).toBe(200);

  const [first, second] = [await play(url), await play(`${url}?rendition=saver`)];
  await expect
    .poll(() => engine.state.audience, { timeout: 10_000 })
    .toMatchObject({ overHttp: 2, hearing: 2, peak: 2, direct: 0 });
  const firstHeard = (): number =>
    window.sent.findIndex((packet) => first.bytes.includes(Buffer.from(packet, 'hex')));
  await expect.poll(firstHeard, { timeout: 10_000 }).toBeGreaterThanOrEqual(0);
  const heard = window.sent.slice(firstHeard(), firstHeard() + 20);
  await expect
    .poll(() => heard.every((packet) => first.bytes.includes(Buffer.from(packet, 'hex'))), {
      timeout: 10_000,
    })
    .toBe(true);
  await expect.poll(() => engine.state.audience.uploadBps, { timeout: 10_000 }).toBeGreaterThan(1_000);

  // Who plays the saver wants it made.
  await expect.poll(() => engine.state.saver.wanted).toBe(true);
  const saver = await broadcast.sendSaver();
  await expect
    .poll(() => saver.sent.some((packet) => second.bytes.includes(Buffer.from(packet, 'hex'))), {
      timeout: 10_000,
    })
    .toBe(true);

  second.close();
  await expect.poll(() => engine.state.audience).toMatchObject({ overHttp: 1, hearing: 1, peak: 2 });
  engine.setLive(false);
  await expect.poll(() => first.over, { timeout: 10_000 }).toBe(true);
  await expect.poll(() => engine.state.audience.overHttp).toBe(0);
});

test('a player does not keep the engine from ending', async () => {
  const { broadcast, url } = await onTheAir();
  await broadcast.sendMix();
  await expect.poll(async () => (await fetch(url, { method: 'HEAD' })).status, { timeout: 10_000 }).toBe(200);
  const player = await play(url);
  await broadcast.close();
  await expect.poll(() => player.over).toBe(true);
});

test('there is room for 600 players of both renditions together, and again once one has gone', () => {
  const clock = new FakeClock();
  const fanOut = (): FanOut => new FanOut({ clock, random: () => 0.5, onEvent: () => undefined });
  const streams = new HttpStreams({
    clock,
    fanOut: fanOut(),
    saver: fanOut(),
    onChange: () => undefined,
    onError: (error) => expect.fail(String(error)),
  });
  onTestFinished(() => streams.close());
  const join = (rendition: 'normal' | 'saver') =>
    streams.open({ rendition, filled: false }, { write: () => true, end: () => undefined });
  const first = join('saver');
  for (let player = 1; player < 600; player += 1) join(player % 2 === 0 ? 'saver' : 'normal');
  expect([streams.readers, streams.readersOfSaver]).toEqual([600, 300]);
  expect([join('normal'), join('saver')]).toEqual([null, null]);
  first?.close();
  expect(join('normal')).not.toBeNull();
});
