import { createSocket, type Socket } from 'node:dgram';

import { describe, expect, onTestFinished, test } from 'vitest';

import { atAddress } from './candidates.ts';
import { IcePort, type IcePortOptions } from './ice-port.ts';
import { nativeIceServers } from './ice-servers.ts';
import { eventually } from '../testing/eventually.ts';

const loopback = '127.0.0.1';

async function open(options: Partial<IcePortOptions> = {}): Promise<IcePort> {
  const port = await IcePort.open({ port: 'any', bindAddress: loopback, ...options });
  onTestFinished(() => port.close());
  return port;
}

/** A socket of somebody else. Port 0 takes a free one. */
async function occupy(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, loopback, resolve);
  });
  return socket;
}

const isFree = (port: number): Promise<boolean> =>
  occupy(port).then(
    (socket) => (socket.close(), true),
    () => false,
  );

describe('the UDP port', () => {
  test('is held until it is closed', async () => {
    const { port } = await open();
    expect(await isFree(port)).toBe(false);
  });

  test('is free again after closing, and had when it is asked for', async () => {
    const first = await open();
    first.close();
    first.close();
    await eventually(() => isFree(first.port)).toBe(true);
    const second = await open({ port: first.port });
    expect([second.port, second.takenPort]).toEqual([first.port, null]);
  });

  test('is another when that one is taken, and says so', async () => {
    const socket = await occupy(0);
    onTestFinished(() => void socket.close());
    const { port: taken } = socket.address();
    const port = await open({ port: taken });
    expect(port.port).not.toBe(taken);
    expect(port.takenPort).toBe(taken);
  });

  test.each([
    ['an address of another machine', { bindAddress: '203.0.113.9' }],
    ['no address', { bindAddress: 'mosque.example' }],
    ['a public address that is none', { publicAddress: 'here' }],
  ])('cannot be had at %s', async (_name, options) => {
    await expect(open(options)).rejects.toMatchObject({ name: 'MediaError', reason: 'no-udp-port' });
  });

  test('is what connections are made with; without it they may use TURN', async () => {
    const turn = { urls: ['turn:relay.example'], username: 'u', credential: 'p' };
    const shared = await open();
    expect(shared.config([turn])).toMatchObject({
      iceServers: [],
      enableIceUdpMux: true,
      portRangeBegin: shared.port,
      portRangeEnd: shared.port,
      bindAddress: loopback,
    });
    const own = (await open({ useTurn: true })).config([turn]);
    expect(own.iceServers).toHaveLength(1);
    expect(own).not.toHaveProperty('enableIceUdpMux');
  });
});

describe('candidates', () => {
  test('a public address stands beside the machine’s own, below it in priority', async () => {
    const port = await open({ publicAddress: '198.51.100.7' });
    const own = `candidate:1 1 UDP 2114977791 10.0.0.5 ${port.port} typ host`;
    expect(port.published(`a=${own}`)).toEqual([
      own,
      `candidate:198511007 1 UDP 2113929471 198.51.100.7 ${port.port} typ host`,
    ]);
  });

  test('only host candidates have one', () => {
    expect(
      atAddress(
        'candidate:2 1 UDP 1678769919 203.0.113.4 4000 typ srflx raddr 0.0.0.0 rport 0',
        '198.51.100.7',
      ),
    ).toBeNull();
    expect(atAddress('', '198.51.100.7')).toBeNull();
  });
});

test('ICE servers are translated, and what cannot be used is left out', () => {
  const servers = [
    { urls: ['stun:stun.example', 'stun:[2001:db8::1]:3479', 'stuns:stun.example', 'http://stun.example'] },
    {
      urls: ['turn:turn.example:3478?transport=udp', 'turn:turn.example?transport=tcp', 'turns:turn.example'],
      username: 'name:with@signs',
      credential: 'pass/word',
    },
    { urls: ['turn:no.password.example', 'turn:bad.example:99999'] },
  ];
  const account = { username: 'name:with@signs', password: 'pass/word', hostname: 'turn.example' };
  expect(nativeIceServers(servers, true)).toEqual([
    'stun:stun.example:3478',
    'stun:[2001:db8::1]:3479',
    { ...account, port: 3478, relayType: 'TurnUdp' },
    { ...account, port: 3478, relayType: 'TurnTcp' },
    { ...account, port: 5349, relayType: 'TurnTls' },
  ]);
  expect(nativeIceServers(servers, false)).toHaveLength(2);
});
