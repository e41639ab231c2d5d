import type { Session } from 'electron';
import { describe, expect, test } from 'vitest';

import { grantSoundOnly } from './permissions.ts';

type Request = Exclude<Parameters<Session['setPermissionRequestHandler']>[0], null>;
type Check = Exclude<Parameters<Session['setPermissionCheckHandler']>[0], null>;
type Display = Exclude<Parameters<Session['setDisplayMediaRequestHandler']>[0], null>;

let request: Request;
let check: Check;
let display: Display;
grantSoundOnly({
  setPermissionRequestHandler: (handler: Request) => (request = handler),
  setPermissionCheckHandler: (handler: Check) => (check = handler),
  setDisplayMediaRequestHandler: (handler: Display) => (display = handler),
} as unknown as Session);

const own = 'app://bundle/index.html';
const contents = {} as Parameters<Request>[0];

test.each([
  ['media', own, true],
  ['display-capture', own, true],
  ['geolocation', own, false],
  ['notifications', own, false],
  ['media', 'https://evil.example/', false],
  ['media', 'app://bundle.evil/', false],
] as const)('%s for %s: %s', (permission, requestingUrl, granted) => {
  const answers: boolean[] = [];
  const details = { requestingUrl, isMainFrame: true } as Parameters<Request>[3];
  request(contents, permission, (answer) => answers.push(answer), details);
  expect(answers).toEqual([granted]);
  const origin = `${/^\w+:\/\/[^/]*/.exec(requestingUrl)?.[0] ?? ''}/`;
  const checked = check(contents, permission, origin, {} as Parameters<Check>[3]);
  expect(checked).toBe(granted);
});

test('no camera, not for the own page either', () => {
  const asks = (mediaTypes: ('audio' | 'video')[]): boolean => {
    let given = true;
    const details = { requestingUrl: own, isMainFrame: true, mediaTypes } as Parameters<Request>[3];
    request(contents, 'media', (answer) => (given = answer), details);
    return given;
  };
  expect([asks(['audio']), asks(['video']), asks(['audio', 'video'])]).toEqual([true, false, false]);
  const checks = (mediaType: 'audio' | 'video'): boolean =>
    check(contents, 'media', 'app://bundle/', { mediaType } as Parameters<Check>[3]);
  expect([checks('audio'), checks('video')]).toEqual([true, false]);
});

describe('the computer’s sound', () => {
  const frame = {} as Parameters<Display>[0]['frame'];
  const answerTo = (asked: Partial<Parameters<Display>[0]>): unknown => {
    const given: unknown[] = [];
    const whole = { audioRequested: true, videoRequested: false, securityOrigin: 'app://bundle/', frame };
    display({ ...whole, ...asked } as Parameters<Display>[0], (streams) => given.push(streams));
    expect(given).toHaveLength(1);
    return given[0];
  };

  test('goes to the own page alone', () => {
    expect(answerTo({})).toEqual({ audio: 'loopback' });
    expect(answerTo({ securityOrigin: 'https://evil.example/' })).toBeNull();
    expect(answerTo({ audioRequested: false, videoRequested: true })).toBeNull();
  });

  test('comes with the page’s own picture where the browser insists on one, never the screen’s', () => {
    expect(answerTo({ videoRequested: true })).toEqual({ audio: 'loopback', video: frame });
    expect(answerTo({ videoRequested: true, frame: null })).toBeNull();
    expect(answerTo({ videoRequested: true, securityOrigin: 'https://evil.example/' })).toBeNull();
  });
});
