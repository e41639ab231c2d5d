import { systemClock } from '@mauzin/media/clock';
import { generateBroadcasterKey } from '@mauzin/signal';
import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';

import { NodeListener } from '../testing/node-listener.ts';
import { startEngine } from '../testing/start-engine.ts';
import type { Engine } from './engine.ts';
import type { Interfaces } from './network/lan-address.ts';
import { SentinelLink } from './sentinel/sentinel-link.ts';
import { signalSocketUrl } from './web-socket.ts';

afterEach(() => {
  vi.useRealTimers();
});

const address = (ip: string): Interfaces => ({
  lo0: [{ address: ip, family: 'IPv4', internal: false, netmask: '', mac: '', cidr: null }],
});

async function onAir() {
  let interfaces = address('127.0.0.2');
  const { close, crashWindow, engine, sendMix } = startEngine({ interfaces: () => interfaces });
  onTestFinished(close);
  engine.configure({
    station: { slug: 'noor', name: 'Noor', language: 'ar' },
    server: { kind: 'inside', port: 0, key: generateBroadcasterKey() },
    accessCode: null,
    recordTo: null,
  });
  await expect.poll(() => engine.state.service.name, { timeout: 10_000 }).toBe('online');
  engine.setLive(true);
  await sendMix();
  const listener = new NodeListener(signalSocketUrl(new URL(engine.state.link ?? '').origin), 'noor');
  onTestFinished(() => listener.close());
  const hearsMore = (packets: number): Promise<void> => {
    const wanted = listener.heard.length + packets;
    return expect.poll(() => listener.heard.length, { timeout: 10_000 }).toBeGreaterThan(wanted);
  };
  await hearsMore(20);
  return {
    engine,
    hearsMore,
    listener,
    sendMix,
    crashWindow,
    /** As the routers do: another address, and what was on the way over the old one is lost. */
    move: (ip: string) => {
      interfaces = address(ip);
    },
  };
}

const onAirMs = ({ state }: Engine): number => (state.air.name === 'live' ? state.air.onAirMs : -1);
const day = 86_400_000;

test('a change of the system’s clock, by days and either way, shows nowhere', async () => {
  const { engine, hearsMore, listener } = await onAir();
  const connections = listener.connections.length;
  const before = onAirMs(engine);
  const startedAt = systemClock.now();
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const jumpMs of [3 * day, -5 * day]) {
    vi.setSystemTime(Date.now() + jumpMs);
    await hearsMore(100);
    engine.wake(); // has it told anew
    expect(engine.state).toMatchObject({
      air: { name: 'live' },
      mix: 'flowing',
      service: { name: 'online' },
    });
  }
  const passedMs = systemClock.now() - startedAt;
  expect(onAirMs(engine) - before).toBeLessThanOrEqual(passedMs + 5_000);
  expect(onAirMs(engine)).toBeGreaterThan(before);
  expect(listener.connections).toHaveLength(connections);
});

test('a changed network gives another link on the same port, and who lost the sound over it asks and hears again', async () => {
  const { engine, hearsMore, listener, move } = await onAir();
  const { port } = new URL(engine.state.link ?? '');
  move('127.0.0.3');
  const link = `http://127.0.0.3:${port}/s/noor`;
  await expect.poll(() => engine.state.link, { timeout: 10_000 }).toBe(link); // found by itself
  expect(engine.state).toMatchObject({ air: { name: 'live' }, service: { name: 'online' } });
  const { length } = listener.connections;
  listener.loseSound();
  await hearsMore(20);
  expect(listener.connections.length).toBeGreaterThan(length);
});

test('after a wake the address is looked up and the mix expected at once; the same listeners hear it', async () => {
  const { crashWindow, engine, hearsMore, move, sendMix } = await onAir();
  // Devices are gone with the sleep, and so is the mix; the window sends it anew once it wakes too.
  await crashWindow();
  move('127.0.0.4');
  engine.wake();
  expect(engine.state).toMatchObject({ mix: 'connecting', air: { name: 'live' } });
  expect(engine.state.link).toContain('127.0.0.4');
  await sendMix();
  await hearsMore(20);
});

test('on a changed network the sentinel’s socket is asked at once whether it lives', async () => {
  const clock = new FakeClock();
  const poke = vi.spyOn(SentinelLink.prototype, 'poke');
  onTestFinished(() => poke.mockRestore());
  let interfaces = address('192.168.1.20');
  const { engine } = startEngine({ clock, wallMs: () => 0, interfaces: () => interfaces });
  clock.advance(3_000);
  expect(poke).not.toHaveBeenCalled();
  interfaces = address('192.168.1.21');
  clock.advance(3_000);
  expect(poke).toHaveBeenCalledOnce();
  await engine.close();
});

test('closed, it leaves no timer behind', async () => {
  const clock = new FakeClock();
  const { engine } = startEngine({ clock, wallMs: () => 0, random: () => 0.5 });
  engine.setLive(true);
  engine.wake();
  await engine.close();
  engine.wake();
  engine.sentinelSignal({ type: 'listen' });
  expect(clock.pending).toBe(0);
});
