import { FanOut, IcePort } from '@mauzin/media';
import { FakeClock } from '@mauzin/shared/testing';
import { expect, onTestFinished, test } from 'vitest';

import type { UplinkSays } from '../contracts.ts';
import { Uplink } from './uplink.ts';

/** An uplink whose other side does nothing but what a test says. */
async function setUp() {
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
    says: (message) => said.push(message),
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
