import type { Session } from 'electron';
import { expect, test } from 'vitest';

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

test('the computer’s sound goes to the own page alone, and no picture ever', () => {
  const streams: unknown[] = [];
  const asked = { audioRequested: true, videoRequested: true } as Parameters<Display>[0];
  display({ ...asked, securityOrigin: 'app://bundle/' }, (given) => streams.push(given));
  display({ ...asked, securityOrigin: 'https://evil.example/' }, (given) => streams.push(given));
  expect(streams).toEqual([{ audio: 'loopback' }, {}]);
});
