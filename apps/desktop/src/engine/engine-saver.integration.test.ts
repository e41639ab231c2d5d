import { generateBroadcasterKey } from '@mauzin/signal';
import { describe, expect, onTestFinished, test } from 'vitest';

import { NodeListener } from '../testing/node-listener.ts';
import { startEngine } from '../testing/start-engine.ts';
import type { EngineOptions } from './engine-options.ts';
import { signalSocketUrl } from './web-socket.ts';

const wait = { timeout: 10_000 };

async function onAir(options: Partial<EngineOptions> = {}) {
  const rig = startEngine(options);
  const { close, engine, sendMix } = rig;
  onTestFinished(close);
  engine.configure({
    station: { slug: 'noor', name: 'Noor', language: 'ar' },
    server: { kind: 'inside', port: 0, key: generateBroadcasterKey() },
    recordTo: null,
    accessCode: null,
  });
  await expect.poll(() => engine.state.service.name, wait).toBe('online');
  engine.setLive(true);
  const window = await sendMix();
  const phone = (): NodeListener => {
    const listener = new NodeListener(signalSocketUrl(new URL(engine.state.link ?? '').origin), 'noor');
    onTestFinished(() => listener.close());
    return listener;
  };
  return { ...rig, window, phone };
}

/** Everything that was heard since, or the one kind of packets that was: by their TOC byte and sender. */
const hears = (listener: NodeListener, ssrc: number): Promise<void> => {
  const from = listener.heard.length;
  return expect
    .poll(
      () => listener.heard.slice(from).filter((packet) => packet.slice(1).startsWith(`${ssrc}:`)).length,
      wait,
    )
    .toBeGreaterThan(10);
};

describe('the saver', () => {
  test('is encoded once somebody wants it, and heard by those alone who do', async () => {
    const { engine, phone, sendSaver, window } = await onAir();
    const thrifty = phone();
    const usual = phone();
    await Promise.all([hears(thrifty, window.ssrc), hears(usual, window.ssrc)]);
    expect(thrifty.renditions).toEqual(['normal', 'saver']);
    expect(engine.state.saver).toEqual({ wanted: false, mix: 'none' });

    thrifty.choose('saver');
    await expect.poll(() => engine.state.saver.wanted, wait).toBe(true);
    const saver = await sendSaver();
    await hears(thrifty, saver.ssrc);
    expect(thrifty.offered).toEqual(['normal', 'saver']);
    await hears(usual, window.ssrc);
    expect(usual.heard.some((packet) => packet.slice(1).startsWith(`${saver.ssrc}:`))).toBe(false);
    expect(engine.state).toMatchObject({ mix: 'flowing', audience: { hearing: 2 } });

    thrifty.choose('normal');
    await hears(thrifty, window.ssrc);
    expect(engine.state.saver.wanted).toBe(true); // for a while, for who comes back
  });

  test('ends with the broadcast, and is wanted again with the next one', async () => {
    const { engine, phone, sendMix, sendSaver } = await onAir();
    const thrifty = phone();
    thrifty.choose('saver');
    await expect.poll(() => engine.state.saver.wanted, wait).toBe(true);
    const saver = await sendSaver();
    await hears(thrifty, saver.ssrc);
    engine.setLive(false);
    expect(engine.state.saver).toEqual({ wanted: false, mix: 'none' });
    engine.setLive(true);
    await sendMix();
    await expect.poll(() => engine.state.saver.wanted, wait).toBe(true);
    await hears(thrifty, (await sendSaver()).ssrc);
  });

  test('a window that came back is heard by the same connection, after a wake too', async () => {
    const { engine, phone, sendSaver } = await onAir();
    const thrifty = phone();
    thrifty.choose('saver');
    await expect.poll(() => engine.state.saver.wanted, wait).toBe(true);
    const first = await sendSaver();
    await hears(thrifty, first.ssrc);
    const connections = thrifty.connections.length;
    first.close();
    await expect.poll(() => engine.state.saver.mix, wait).toBe('none');
    engine.wake();
    expect(engine.state.saver.mix).toBe('connecting');
    await hears(thrifty, (await sendSaver()).ssrc);
    expect(thrifty.connections).toHaveLength(connections);
  });

  test('where there is none, who asks for it hears the normal one', async () => {
    const { engine, phone, window } = await onAir({ hasSaver: false });
    const thrifty = phone();
    thrifty.choose('saver');
    await hears(thrifty, window.ssrc);
    expect(thrifty.renditions).toEqual(['normal']);
    expect(thrifty.offered.every((rendition) => rendition === 'normal')).toBe(true);
    expect(engine.state.saver).toEqual({ wanted: false, mix: 'none' });
  });
});
