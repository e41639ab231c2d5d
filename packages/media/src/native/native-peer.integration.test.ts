import { Audio } from 'node-datachannel';
import { expect, onTestFinished, test } from 'vitest';

import { eventually } from '../testing/eventually.ts';
import { NativePeer, nativePeersInUse, type NativePeerEvents } from './native-peer.ts';

/** Makes a real connection describe itself, with every handler of its events broken. */
function offerInto(error: NativePeerEvents['error']): Error {
  const broken = new Error('a broken handler');
  const breaks = (): never => {
    throw broken;
  };
  const peer = new NativePeer(
    'test',
    { iceServers: [], bindAddress: '127.0.0.1', disableAutoNegotiation: true },
    { description: breaks, candidate: breaks, gathered: breaks, state: breaks, error },
  );
  onTestFinished(() => peer.close());
  const audio = new Audio('audio', 'SendOnly');
  audio.addOpusCodec(111);
  peer.addTrack(audio, { open: () => undefined });
  peer.describeLocally('offer');
  return broken;
}

test('a handler that throws is reported; thrown into native code, it would end the process', async () => {
  const errors: unknown[] = [];
  const broken = offerInto((error) => errors.push(error));
  // The description, at least one candidate, and their end.
  await eventually(() => errors.length >= 3).toBe(true);
  expect(new Set(errors)).toEqual(new Set([broken]));
});

test('so would a reporter that throws', async () => {
  let reports = 0;
  offerInto(() => {
    reports += 1;
    throw new Error('a broken reporter');
  });
  await eventually(() => reports >= 3).toBe(true);
  expect(nativePeersInUse()).toBeGreaterThan(0);
});
