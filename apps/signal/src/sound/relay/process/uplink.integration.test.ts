import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { FanOut, IcePort, systemClock, WebRtcListener } from '@mauzin/media';
import { FakeClock } from '@mauzin/shared/testing';
import { expect, onTestFinished, test } from 'vitest';

import type { UplinkSays } from '../contracts.ts';
import { Uplink } from './uplink.ts';

/** An uplink whose other side does nothing but what a test says. */
async function setUp(told?: (message: UplinkSays) => void) {
  const clock = new FakeClock();
  const ice = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' });
  const fanOut = new FanOut({ clock, random: Math.random, onEvent: () => undefined });
  const said: UplinkSays[] = [];
  const errors: unknown[] = [];
  const uplink = new Uplink({
    rendition: 'saver',
    fanOut,
    ice,
    clock,
    random: () => 0.5,
    says: (message) => {
      said.push(message);
      told?.(message);
    },
    onFlow: () => undefined,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => {
    uplink.close();
    fanOut.close();
    ice.close();
    expect(clock.pending).toBe(0);
  });
  /** Seconds until it asks for a connection again. */
  const asksAfter = (): number => {
    said.length = 0;
    let waited = 0;
    for (; said.length === 0 && waited < 60; waited += 0.25) clock.advance(250);
    return waited;
  };
  return { asksAfter, clock, errors, said, uplink };
}

const asked = [{ type: 'listen', connection: null, rendition: 'saver' }];

test('it asks until there is sound, less and less often', async () => {
  const { asksAfter, said, uplink } = await setUp();
  uplink.want(true);
  uplink.want(true);
  expect(said).toEqual(asked);
  expect([asksAfter(), asksAfter(), asksAfter(), asksAfter(), asksAfter()]).toEqual([4, 8, 10, 10, 10]);
  expect(said).toEqual(asked);
});

test('it asks sooner where it is told that there is nothing, but no storm', async () => {
  const { asksAfter, uplink } = await setUp();
  uplink.want(true);
  uplink.hear({ type: 'offer', connection: 'c1', route: 'direct', rendition: 'saver', sdp: 'v=0' });
  expect(asksAfter()).toBe(2);
  uplink.hear({ type: 'closed', connection: 'c0' }); // of none that is known
  expect(asksAfter()).toBe(8);
});

test('an offer that cannot be used is told as closed, and costs nothing else', async () => {
  const { errors, said, uplink } = await setUp();
  uplink.want(true);
  uplink.hear({ type: 'offer', connection: 'c1', route: 'direct', rendition: 'saver', sdp: 'hello' });
  expect(said).toEqual([...asked, { type: 'closed', connection: 'c1' }]);
  expect(errors).toMatchObject([{ reason: 'no-opus' }]);
  uplink.hear({ type: 'candidate', connection: 'c1', candidate: { candidate: 'x', sdpMid: '0' } });
  expect(errors).toHaveLength(1);
});

test('let go, it says and hears nothing', async () => {
  const { clock, errors, said, uplink } = await setUp();
  uplink.want(true);
  uplink.want(false);
  said.length = 0;
  uplink.hear({ type: 'offer', connection: 'c1', route: 'direct', rendition: 'saver', sdp: 'hello' });
  clock.advance(120_000);
  expect([said, errors, uplink.isWanted]).toEqual([[], [], false]);
});

test('it calls nobody: what a desktop names, in its description or after it, is not looked at', async () => {
  const strangers = await Promise.all(
    [0, 1].map(async () => {
      const socket = createSocket('udp4').bind(0, '127.0.0.1');
      onTestFinished(() => void socket.close());
      await once(socket, 'listening');
      return { port: socket.address().port, called: once(socket, 'message').then(() => 'called') };
    }),
  );
  const [first, second] = strangers.map(
    ({ port }) => `candidate:1 1 UDP 2130706431 127.0.0.1 ${port} typ host`,
  );
  const { uplink } = await setUp((message) => hear(message));
  const ice = await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' });
  const desktop = new FanOut({ clock: systemClock, random: Math.random, onEvent: () => undefined });
  const hear = (message: UplinkSays): void => {
    if (message.type === 'answer') listener.answer(message.sdp);
    if (message.type === 'candidate') listener.candidate(message.candidate);
  };
  uplink.want(true);
  const listener: WebRtcListener = new WebRtcListener({
    id: 'c1',
    ice,
    iceServers: [],
    toRelay: true,
    media: desktop.media,
    clock: systemClock,
    events: {
      offer: (sdp) => {
        const named = sdp.replace(/(m=audio[^\n]*\n)/, `$1a=${first}\r\n`);
        uplink.hear({ type: 'offer', connection: 'c1', route: 'direct', rendition: 'saver', sdp: named });
        uplink.hear({
          type: 'candidate',
          connection: 'c1',
          candidate: { candidate: second ?? '', sdpMid: 'audio' },
        });
      },
      candidate: () => undefined,
      state: () => undefined,
      error: (error) => expect.unreachable(String(error)),
    },
  });
  onTestFinished(() => {
    listener.close();
    desktop.close();
    ice.close();
  });
  // It is up all the same: the desktop calls.
  await expect.poll(() => listener.state.name, { timeout: 10_000 }).toBe('open');
  const called = await Promise.race([...strangers.map((one) => one.called), Promise.resolve('nobody')]);
  expect(called).toBe('nobody');
});
