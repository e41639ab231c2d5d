import { readdir } from 'node:fs/promises';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { type Child, run, startChild } from './children.ts';
import { canNetwork, type Network, openNetwork } from './network.ts';
import { onlyWhere } from './only-where.ts';

const whyNot = await canNetwork();

const port = 5004;
const echo = `
  const socket = require('node:dgram').createSocket('udp4');
  socket.on('message', (packet, from) => socket.send(from.address, from.port, from.address));
  socket.bind(${port}, () => console.log('ready'));`;
/** Sends 200 packets in one second; prints how many were answered, the address that the station saw, and the quickest answer. */
const count = `
  const [host] = process.argv.slice(1);
  const socket = require('node:dgram').createSocket('udp4');
  const sentAt = [];
  let [answers, seen, quickest] = [0, '', Infinity];
  socket.on('message', (address) => {
    quickest = Math.min(quickest, performance.now() - sentAt[answers]);
    answers += 1;
    seen = String(address);
  });
  for (let i = 0; i < 200; i += 1) setTimeout(() => {
    sentAt.push(performance.now());
    socket.send('x', ${port}, host, () => undefined);
  }, 5 * i);
  setTimeout(() => { console.log(JSON.stringify({ answers, seen, quickest })); process.exit(); }, 1600);`;

describe('a network with faults', onlyWhere(whyNot), () => {
  let network: Network;
  let station: Child;

  const open = async (): Promise<void> => {
    network = await openNetwork();
    const [command, args] = network.station.command(process.execPath, ['-e', echo]);
    station = startChild(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    await once(station.process.stdout!, 'data');
  };
  const talk = async (): Promise<{ answers: number; seen: string; quickest: number }> => {
    const script = ['-e', count, network.station.address];
    const [command, args] = network.phone.command(process.execPath, script);
    return JSON.parse(await run(command, args)) as { answers: number; seen: string; quickest: number };
  };

  afterEach(async () => {
    await network?.close();
  });

  test('carries all, loses its share, is cut and mended, and changes the phone’s address', async () => {
    await open();
    expect(await talk()).toMatchObject({ answers: 200, seen: network.phone.address });
    await network.lose(0.3);
    const { answers } = await talk();
    expect(answers).toBeGreaterThan(100);
    expect(answers).toBeLessThan(180);
    await network.lose(0);
    await network.cut();
    expect((await talk()).answers).toBe(0);
    await network.mend();
    expect((await talk()).answers).toBe(200);
    await network.changePhoneAddress();
    const after = await talk();
    expect(after.answers).toBe(200);
    expect(after.seen).not.toBe(network.phone.address);
  });

  test('delays what goes by the forwarder, and nothing gets past it', async () => {
    await open();
    await network.forwardUdp(port, { delayMs: 50 });
    const slow = await talk();
    expect(slow.answers).toBe(200);
    expect(slow.quickest).toBeGreaterThanOrEqual(50);
    expect(slow.seen).not.toBe(network.phone.address);
  });

  test('closed, it leaves nothing: no namespace, and what ran there has ended', async () => {
    await open();
    await network.close();
    await network.close();
    await station.exited;
    const left = await readdir('/run/netns').catch(() => []);
    expect(left.filter((name) => name.startsWith(`mauzin-${process.pid}-`))).toEqual([]);
  });

  test('what a test left behind that was killed is removed with the next opening', async () => {
    const orphan = 'mauzin-4194999-1-station'; // no process has this number
    await run('ip', ['netns', 'add', orphan]);
    await open();
    expect(await readdir('/run/netns')).not.toContain(orphan);
  });
});
