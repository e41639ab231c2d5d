import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { recordingUrl } from '@mauzin/desktop-contract';
import { serveApp } from './app-protocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'mauzin-app-'));
mkdirSync(join(folder, 'bundle'));
writeFileSync(join(folder, 'bundle', 'index.html'), '<p>ours</p>');
writeFileSync(join(folder, 'secret.txt'), 'secret');
afterAll(() => rmSync(folder, { recursive: true }));

let answer: (request: Request) => Response | Promise<Response>;
serveApp(
  {
    handle: (scheme, handler) => {
      expect(scheme).toBe('app');
      answer = handler;
    },
  },
  join(folder, 'bundle'),
  { folder: () => join(folder, 'recordings'), mayPlay: () => !locked },
);
let locked = false;
/** As Chromium hands requests over; Node's own class refuses some of these addresses. */
const get = async (url: string, range?: string, method = 'GET'): Promise<Response> =>
  answer({ url, method, headers: new Headers(range === undefined ? {} : { range }) } as Request);

test('our page comes with a policy that allows nothing from elsewhere', async () => {
  const response = await get('app://bundle/index.html');
  expect(await response.text()).toBe('<p>ours</p>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const policy = new Map(
    (response.headers.get('content-security-policy') ?? '')
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );
  expect(policy.get('default-src')).toEqual(["'none'"]);
  for (const directive of ['script-src', 'style-src', 'connect-src']) {
    expect(policy.get(directive)).toEqual(["'self'"]);
  }
  for (const directive of ['base-uri', 'form-action', 'frame-ancestors']) {
    expect(policy.get(directive)).toEqual(["'none'"]);
  }
});

test.each([
  'app://bundle/missing.js',
  'app://bundle/../secret.txt',
  'app://bundle/%2e%2e/secret.txt',
  'app://bundle/..%2fsecret.txt',
  'app://bundle/%E0%A4%A',
  'app://bundle/index.html%00.js',
  'app://bundle/',
  'app://other/index.html',
  'https://evil.example/index.html',
  'app://bundle/recordings/',
  'app://bundle/recordings/missing%202026-03-09%2005.07.03.opus',
  'app://bundle/recordings/notes.opus',
  'app://bundle/recordings/secret.txt',
  'app://bundle/recordings/..%2fsecret.txt',
  'app://bundle/recordings/..%2F..%2Fother%2FNoor%202026-03-09%2005.07.03.opus',
  'app://bundle/recordings/Folder%202026-03-09%2005.07.03.opus',
  'app://bundle/recordings/Link%202026-03-09%2005.07.03.opus',
  'app://bundle/recordings/%E0%A4%A.opus',
  `app://other${recordingUrl('مسجد 2026-03-09 05.07.03.opus')}`,
])('%s is not found', async (url) => {
  expect((await get(url)).status).toBe(404);
});

describe('a recording', () => {
  const name = 'مسجد 2026-03-09 05.07.03.opus';
  const url = `app://bundle${recordingUrl(name)}`;
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
  const recordings = join(folder, 'recordings');
  mkdirSync(join(recordings, 'Folder 2026-03-09 05.07.03.opus'), { recursive: true });
  writeFileSync(join(recordings, name), bytes);
  writeFileSync(join(recordings, 'Empty 2026-03-09 05.07.03.opus'), '');
  writeFileSync(join(recordings, 'notes.opus'), 'not ours');
  symlinkSync(join(folder, 'secret.txt'), join(recordings, 'Link 2026-03-09 05.07.03.opus'));
  const openFiles = (): number =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(recordings);
      } catch {
        return false;
      }
    }).length;
  const bodyOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

  test('is handed out whole, as sound, under our policy', async () => {
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/ogg');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('content-length')).toBe('200000');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await bodyOf(response)).equals(bytes)).toBe(true);
    expect(openFiles()).toBe(0);
  });

  test.each([
    ['bytes=0-', 0, 199_999],
    ['bytes=100000-100009', 100_000, 100_009],
    ['bytes=199990-500000', 199_990, 199_999],
    ['bytes=-10', 199_990, 199_999],
    ['bytes=-500000', 0, 199_999],
  ])('in the part that a player asks for: %s', async (range, first, last) => {
    const response = await get(url, range);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${first}-${last}/200000`);
    expect(response.headers.get('content-length')).toBe(String(last - first + 1));
    expect((await bodyOf(response)).equals(bytes.subarray(first, last + 1))).toBe(true);
    expect(openFiles()).toBe(0);
  });

  test.each(['bytes=200000-', 'bytes=-0'])('but not beyond its end: %s', async (range) => {
    const response = await get(url, range);
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */200000');
    expect(openFiles()).toBe(0);
  });

  test.each(['bytes=5-2', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=-'])(
    'whole where the question makes no sense to us: %s',
    async (range) => {
      const response = await get(url, range);
      expect(response.status).toBe(200);
      expect((await bodyOf(response)).length).toBe(bytes.length);
    },
  );

  test('without a byte is an empty answer', async () => {
    const response = await get(`app://bundle${recordingUrl('Empty 2026-03-09 05.07.03.opus')}`);
    expect((await bodyOf(response)).length).toBe(0);
    expect(openFiles()).toBe(0);
  });

  test('is closed when the player goes away amidst it', async () => {
    const response = await get(url, 'bytes=10-');
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(openFiles()).toBe(0);
  });

  test('is not found while the app is locked, nor by anything but reading', async () => {
    locked = true;
    expect((await get(url)).status).toBe(404);
    locked = false;
    expect((await get(url, undefined, 'DELETE')).status).toBe(404);
    expect((await get(url)).status).toBe(200);
  });
});
