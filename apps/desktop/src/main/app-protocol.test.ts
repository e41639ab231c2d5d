import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

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
);
/** As Chromium hands requests over; Node's own class refuses some of these addresses. */
const get = async (url: string): Promise<Response> => answer({ url } as Request);

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
])('%s is not found', async (url) => {
  expect((await get(url)).status).toBe(404);
});
