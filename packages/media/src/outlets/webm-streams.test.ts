import { FakeClock } from '@mauzin/shared/testing';
import { expect, onTestFinished, test } from 'vitest';

import { FanOut } from '../fan-out/fan-out.ts';
import { WebmStreams } from './webm-streams.ts';

test('players find no more room than there is, together with the listeners of every rendition', () => {
  const clock = new FakeClock();
  const openFanOut = () => new FanOut({ clock, random: () => 0.5, onEvent: () => undefined });
  const [fanOut, saver] = [openFanOut(), openFanOut()];
  const streams = new WebmStreams({
    clock,
    fanOut,
    saver,
    maxReaders: 3,
    onChange: () => undefined,
    onError: (error) => expect.fail(String(error)),
  });
  onTestFinished(() => {
    streams.close();
    fanOut.close();
    saver.close();
  });
  const open = (rendition: 'normal' | 'saver') =>
    streams.open({ rendition, filled: false }, { write: () => true, end: () => undefined });
  const phone = { kind: 'listener', send: () => 0, close: () => undefined } as const;
  fanOut.addOutlet({ id: 'one', ...phone });
  fanOut.addOutlet({ id: 'two', ...phone });
  const player = open('saver');
  expect(player).not.toBeNull();
  expect([open('saver'), open('normal')]).toEqual([null, null]);
  fanOut.removeOutlet('one');
  expect(open('normal')).not.toBeNull();
});
