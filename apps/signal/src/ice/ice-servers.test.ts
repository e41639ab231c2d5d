import { iceServerSchema } from '@mauzin/shared';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

import {
  createIceServers,
  type IceOptions,
  isStunUrl,
  isTurnUrl,
  mostIceUrls,
  turnNamesPerNetwork,
  type TurnOptions,
} from './ice-servers.ts';

const secret = 'north-of-the-qibla-wall-0123456789';
const turnUrls = ['turn:turn.mosque.example:3478?transport=udp', 'turns:turn.mosque.example:5349'];
const turn: TurnOptions = { urls: turnUrls, secret, lifetimeSeconds: 7_200 };

const make = (options: Partial<IceOptions> = {}): ReturnType<typeof createIceServers> =>
  createIceServers({ stunUrls: [], turn: null, wallMs: () => 1_800_000_000_500, ...options });

describe('what a peer is told', () => {
  test('is nothing of anybody’s unless it was configured', () => {
    expect(make()('listener_one', 'listener', 'hall')).toEqual([]);
  });

  test('is a credential as coturn checks it, good for two hours', () => {
    // As `printf '<username>' | openssl dgst -sha1 -hmac '<secret>' -binary | base64` prints it.
    expect(make({ turn })('listener_one', 'listener', 'hall')).toEqual([
      {
        urls: turnUrls,
        username: '1800007200:_i0XQ7whXdQ7y3A0-28',
        credential: 'yq5qowEX5VcJF2RWAkRkCMdP+5c=',
      },
    ]);
  });

  test('is made anew each time, and another for each peer', () => {
    let wallMs = 1_800_000_000_000;
    const iceServersFor = make({ turn: { ...turn, lifetimeSeconds: 600 }, wallMs: () => wallMs });
    const usernames = () =>
      ['one', 'two'].map((peer) => iceServersFor(peer, 'listener', 'hall')[0]?.username?.split(':') ?? []);
    const names = usernames().map(([, name]) => name);
    expect(new Set(names).size).toBe(2);
    expect(usernames()).toEqual(names.map((name) => ['1800000600', name]));
    wallMs += 61_000;
    expect(usernames()).toEqual(names.map((name) => ['1800000661', name]));
  });

  test('comes with an offer: who only says hello gets none', () => {
    const stunUrls = ['stun:stun.mosque.example'];
    expect(make({ stunUrls, turn })('phone', 'listener')).toEqual([{ urls: stunUrls }]);
  });

  test('is for so many names of one network and no more, however many listeners are made up there', () => {
    const iceServersFor = make({ turn });
    const namesOf = (network: string): Set<string | undefined> =>
      new Set(
        Array.from(
          { length: 2_000 },
          (_, made) => iceServersFor(`peer-${made}`, 'listener', network)[0]?.username,
        ),
      );
    const [hall, home] = [namesOf('hall'), namesOf('home')];
    expect([hall.size, home.size]).toEqual([turnNamesPerNetwork, turnNamesPerNetwork]);
    expect([...hall].filter((name) => home.has(name))).toEqual([]);
    expect(JSON.stringify([...hall])).not.toMatch(/hall|peer/);
  });

  test('holds STUN for both, TURN for listeners only', () => {
    const stunUrls = ['stun:stun.mosque.example'];
    const iceServersFor = make({ stunUrls, turn });
    expect(iceServersFor('desktop', 'broadcaster', 'hall')).toEqual([{ urls: stunUrls }]);
    expect(iceServersFor('phone', 'listener', 'hall').map(({ urls }) => urls)).toEqual([stunUrls, turnUrls]);
  });

  test('fits the protocol, however much is configured', () => {
    const long = `${'a'.repeat(200)}.example`;
    const stunUrls = Array.from({ length: mostIceUrls }, () => `stun:${long}`);
    const urls = Array.from({ length: mostIceUrls }, () => `turns:${long}?transport=tcp`);
    const servers = make({ stunUrls, turn: { ...turn, urls } })('p'.repeat(40), 'listener', 'n'.repeat(40));
    expect(v.is(v.array(iceServerSchema), servers)).toBe(true);
    expect(JSON.stringify(servers).length).toBeLessThan(4_000);
  });
});

describe('addresses', () => {
  test.each([
    'stun:stun.example',
    'stun:192.0.2.1:3478',
    'stuns:stun.example:5349',
    'stun:[2001:db8::1]:3479',
  ])('%s is a STUN server’s', (url) => expect([isStunUrl(url), isTurnUrl(url)]).toEqual([true, false]));

  test.each([
    'turn:turn.example',
    'turn:turn.example:3478?transport=tcp',
    'turns:turn.example:443?transport=tcp',
    'turn:[2001:db8::1]?transport=udp',
  ])('%s is a TURN server’s', (url) => expect([isStunUrl(url), isTurnUrl(url)]).toEqual([false, true]));

  test.each([
    '',
    'stun:',
    'turn:',
    'turn.example:3478',
    'turn://turn.example',
    'stun:stun.example?transport=udp',
    'turn:turn.example:0',
    'turn:turn.example:65536',
    'turn:turn.example?transport=sctp',
    'turn:user@turn.example',
    'turn:[fe80::zz]',
    'turn:2001:db8::1',
    'https://turn.example',
    `turn:${'a'.repeat(260)}`,
  ])('%s is none', (url) => expect([isStunUrl(url), isTurnUrl(url)]).toEqual([false, false]));
});

describe('cannot be configured', () => {
  test.each<[string, RegExp, Partial<IceOptions>]>([
    ['a STUN server with another scheme', /turn:turn\.example is not/, { stunUrls: ['turn:turn.example'] }],
    [
      'a TURN server with another scheme',
      /stun:stun\.example is not/,
      { turn: { ...turn, urls: ['stun:stun.example'] } },
    ],
    ['a secret that can be guessed', /fewer than 32/, { turn: { ...turn, secret: 'x'.repeat(31) } }],
    ['a secret for no server', /without the address/, { turn: { ...turn, urls: [] } }],
    [
      'too many servers',
      /at most 4/,
      { stunUrls: Array.from({ length: mostIceUrls + 1 }, () => 'stun:stun.example') },
    ],
    ['credentials for more than two hours', /60 to 7200/, { turn: { ...turn, lifetimeSeconds: 7_201 } }],
    ['credentials for no time', /60 to 7200/, { turn: { ...turn, lifetimeSeconds: 59 } }],
    ['credentials for half a second', /60 to 7200/, { turn: { ...turn, lifetimeSeconds: 600.5 } }],
  ])('%s', (_name, why, options) => expect(() => make(options)).toThrow(why));
});
