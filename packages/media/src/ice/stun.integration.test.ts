import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { expect, onTestFinished, test } from 'vitest';

import { systemClock } from '../clock.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import { WebRtcListener, type WebRtcListenerOptions } from '../outlets/webrtc-listener.ts';
import { eventually } from '../testing/eventually.ts';
import { IcePort } from './ice-port.ts';

const loopback = '127.0.0.1';
const outside = { address: '198.51.100.5', port: 40_000 };

/** A STUN server that sees everybody at one address, as behind a NAT (RFC 8489 §14.2). */
async function startStunServer() {
  const socket = createSocket('udp4').bind(0, loopback);
  onTestFinished(() => void socket.close());
  await once(socket, 'listening');
  /** Ports that it was asked from. */
  const askers = new Set<number>();
  socket.on('message', (request, from) => {
    askers.add(from.port);
    const answer = Buffer.alloc(32);
    answer.writeUInt16BE(0x0101, 0); // a binding's success
    answer.writeUInt16BE(12, 2);
    request.copy(answer, 4, 4, 20); // cookie and transaction
    answer.writeUInt16BE(0x0020, 20); // XOR-MAPPED-ADDRESS
    answer.writeUInt16BE(8, 22);
    answer.writeUInt16BE(1, 24); // IPv4
    answer.writeUInt16BE(outside.port ^ 0x2112, 26);
    const cookie = [0x21, 0x12, 0xa4, 0x42];
    outside.address.split('.').forEach((part, at) => {
      answer.writeUInt8(Number(part) ^ (cookie[at] ?? 0), 28 + at);
    });
    socket.send(answer, from.port, from.address);
  });
  return { port: socket.address().port, askers };
}

/** A station behind that NAT, and listeners' connections of it. */
async function setUp() {
  const stun = await startStunServer();
  const ice = await IcePort.open({ port: 'any' });
  const fanOut = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });
  onTestFinished(() => {
    fanOut.close();
    ice.close();
  });
  /** Candidates that a new connection names. */
  const listen = (how: Pick<WebRtcListenerOptions, 'toRelay' | 'namesAddresses'> = {}): string[] => {
    const candidates: string[] = [];
    const listener = new WebRtcListener({
      ...how,
      id: 'behind-a-nat',
      ice,
      iceServers: [{ urls: [`stun:${loopback}:${stun.port}`] }],
      media: fanOut.media,
      clock: systemClock,
      events: {
        offer: () => undefined,
        candidate: ({ candidate }) => void candidates.push(candidate),
        state: () => undefined,
        error: () => undefined,
      },
    });
    onTestFinished(() => listener.close());
    return candidates;
  };
  return { ice, listen, stun };
}

const seenOutside = (candidates: string[]): string[] =>
  candidates.filter((candidate) => candidate.includes('srflx'));

/** Without it a TURN server lets nothing of a station behind a NAT through: a phone allows the addresses that it was offered. */
test('by a STUN server, the shared port is offered at the address that it has outside', async () => {
  const { listen } = await setUp();
  const candidates = listen();
  await eventually(() => seenOutside(candidates)).toEqual([
    expect.stringContaining(` ${outside.address} ${outside.port} typ srflx`),
  ]);
});

test('a connection to a relay, which names no address, asks none', async () => {
  const { ice, listen, stun } = await setUp();
  listen({ toRelay: true });
  const others = listen();
  await eventually(() => seenOutside(others).length).toBe(1);
  expect([...stun.askers]).toEqual([ice.port]);
});

test('one that does name its addresses asks, for a port of its own', async () => {
  const { ice, listen, stun } = await setUp();
  const candidates = listen({ toRelay: true, namesAddresses: true });
  await eventually(() => seenOutside(candidates).length).toBe(1);
  expect([...stun.askers]).not.toContain(ice.port);
});
