import type { Rendition } from '@mauzin/shared';
import { expect, test } from 'vitest';

import { ListenerRoster } from './listener-roster.ts';
import type { OneListener } from './one-listener.ts';

function setUp() {
  const gone: string[] = [];
  const roster = new ListenerRoster({
    isUncounted: (peer) => peer === 'ears',
    onGone: (peer) => gone.push(peer),
  });
  /** A connection that hears a rendition, and was sent so many bytes. */
  const connect = (peer: string, rendition: Rendition = 'normal', bytesSent = 100): void => {
    const listener: Pick<OneListener, 'isHearing' | 'bytesSent' | 'takes' | 'closeAll'> = {
      isHearing: true,
      bytesSent,
      takes: (asked) => asked === rendition,
      closeAll: () => undefined,
    };
    roster.connect(peer, listener as OneListener);
  };
  return { roster, gone, connect };
}

test('counts persons as hearing, neither uplinks nor this machine itself', () => {
  const { connect, roster } = setUp();
  roster.want('relay-normal', 'normal', true);
  for (const peer of ['a', 'b', 'ears', 'relay-normal']) connect(peer);
  expect(roster).toMatchObject({ hearing: 2, connected: 4 });
  expect(['a', 'ears', 'relay-normal'].map((peer) => roster.isCongregant(peer))).toEqual([
    true,
    false,
    false,
  ]);
});

test('what was sent to who is gone stays counted, and to this machine never is', () => {
  const { connect, roster } = setUp();
  connect('a', 'normal', 70);
  connect('b', 'normal', 20);
  connect('ears', 'normal', 5_000);
  roster.disconnect('a');
  roster.disconnect('a');
  roster.disconnect('ears');
  expect(roster.bytesSent).toBe(90);
});

test('who hears on though it wants nothing, as far as is known, can be ended; the others hear on', () => {
  const { connect, roster } = setUp();
  roster.want('relay-normal', 'normal', true);
  roster.want('asks', 'normal', false);
  for (const peer of ['asks', 'without-socket', 'relay-normal']) connect(peer);
  expect(roster.congregants).toEqual(['asks', 'without-socket']);
  roster.disconnectUnasked();
  expect(['asks', 'without-socket', 'relay-normal'].map((peer) => roster.has(peer))).toEqual([
    true,
    false,
    true,
  ]);
});

test('an encode is wanted by who asks for it, and by who still hears it', () => {
  const { connect, roster } = setUp();
  roster.want('asks', 'saver', false);
  connect('asks', 'normal');
  connect('without-socket', 'saver');
  expect([roster.wants('saver'), roster.wants('normal')]).toEqual([2, 1]);
});

test('uplinks, and who has a connection, take no place', () => {
  const { connect, roster } = setUp();
  roster.want('relay-normal', 'normal', true);
  for (const peer of ['a', 'relay-normal']) connect(peer);
  expect(roster.hasRoomFor('b', 2)).toBe(true);
  expect(roster.hasRoomFor('b', 1)).toBe(false);
  expect(roster.hasRoomFor('a', 1)).toBe(true);
  roster.disconnect('relay-normal');
  expect(roster.hasRoomFor('relay-normal', 1)).toBe(true);
});

test('is gone who neither wants sound nor has a connection', () => {
  const { connect, gone, roster } = setUp();
  roster.want('a', 'normal', false);
  connect('a');
  roster.unwant('a');
  expect([gone, roster.has('a')]).toEqual([[], true]);
  roster.disconnect('a');
  expect([gone, roster.has('a')]).toEqual([['a'], false]);
});

test('after a service that was started anew, an uplink that it does not name is forgotten', () => {
  const { gone, roster } = setUp();
  roster.want('relay-normal', 'normal', true);
  roster.want('relay-saver', 'saver', true);
  roster.replaceWishes(() => roster.want('relay-normal', 'normal', true));
  expect(gone).toEqual(['relay-saver']);
  expect([roster.isUplink('relay-saver'), roster.isUplink('relay-normal')]).toEqual([false, true]);
});
