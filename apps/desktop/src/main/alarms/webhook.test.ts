import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FakeClock } from '@mauzin/shared/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { Webhook, type WebhookMessage } from './webhook.ts';

const message: WebhookMessage = {
  event: 'dead-air',
  state: 'begin',
  station: { slug: 'noor', name: 'مسجد النور' },
  at: '2030-01-02T03:04:05.000Z',
  forS: 20,
  levelDbfs: -90,
};

interface Asked {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
  readonly response: ServerResponse;
}

let server: Server;
let url = '';
/** How the server answers: a status, or not at all. */
let answers: (number | null)[];
let asked: Asked[];
let clock: FakeClock;
let log: string[];
let webhook: Webhook;

beforeEach(async () => {
  answers = [];
  asked = [];
  log = [];
  clock = new FakeClock();
  server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/T0?token=se-cret`;
  webhook = new Webhook({
    clock,
    fetch: (where, init) => fetch(where, init),
    log: (line) => log.push(line),
  });
});
afterEach(() => {
  webhook.close();
  server.closeAllConnections();
  server.close();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  asked.push({ method: request.method, type: request.headers['content-type'], body, response });
  const status = answers.shift() ?? 204;
  if (status !== 0) response.writeHead(status, { location: '/elsewhere' }).end();
}

const askedTimes = (times: number): Promise<void> => expect.poll(() => asked).toHaveLength(times);
const logged = (times: number): Promise<void> => expect.poll(() => log).toHaveLength(times);

test('posts JSON, and logs the answer without what may be secret', async () => {
  webhook.tell(url, message);
  await logged(1);
  expect(asked).toMatchObject([{ method: 'POST', type: 'application/json' }]);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual(message);
  expect(log[0]).toMatch(/^webhook http:\/\/127\.0\.0\.1:\d+ \(dead-air begin\): 204$/);
});

test('tries three times, with growing waits, and then gives up', async () => {
  answers = [500, 503, 500];
  webhook.tell(url, message);
  await logged(1);
  clock.advance(999);
  expect(asked).toHaveLength(1);
  clock.advance(1);
  await logged(2);
  clock.advance(3_999);
  expect(asked).toHaveLength(2);
  clock.advance(1);
  await logged(3);
  clock.advance(3_600_000);
  webhook.tell(url, { ...message, state: 'end' });
  await logged(4);
  expect(asked).toHaveLength(4);
  expect(asked[3]?.body).toContain('"end"');
});

test('a server that says nothing is given up after 5 s, and tried again', async () => {
  answers = [0];
  webhook.tell(url, message);
  await askedTimes(1);
  clock.advance(4_999);
  expect(log).toEqual([]);
  clock.advance(1);
  await logged(1);
  expect(log[0]).toMatch(/no answer$/);
  await expect.poll(() => clock.pending).toBe(1);
  clock.advance(1_000);
  await logged(2);
  expect(asked).toHaveLength(2);
});

test.each([301, 307, 400, 404])('%i is not followed, nor tried again', async (status) => {
  answers = [status];
  webhook.tell(url, message);
  await logged(1);
  webhook.tell(url, { ...message, state: 'end' });
  await logged(2);
  expect(asked.map(({ body }) => (JSON.parse(body) as WebhookMessage).state)).toEqual(['begin', 'end']);
});

test('an end never overtakes its beginning', async () => {
  answers = [500];
  webhook.tell(url, message);
  webhook.tell(url, { ...message, state: 'end' });
  await logged(1);
  expect(asked).toHaveLength(1);
  clock.advance(1_000);
  await logged(3);
  expect(asked.map(({ body }) => (JSON.parse(body) as WebhookMessage).state)).toEqual([
    'begin',
    'begin',
    'end',
  ]);
});

test.each([
  [204, true],
  [500, false],
  [302, false],
])('a test that is answered with %i: %s', async (status, ok) => {
  answers = [status];
  expect(await webhook.test(url, { ...message, event: 'test' })).toBe(ok);
  expect(asked).toHaveLength(1);
});

test('where nobody listens, a test says so, and no log repeats the address', async () => {
  server.close();
  expect(await webhook.test(url, message)).toBe(false);
  expect(await webhook.test('http://user:pass@127.0.0.1:9/x?y=se-cret', message)).toBe(false);
  expect(log.join()).not.toMatch(/se-cret|hooks|pass/);
});

test('closing gives up what waits', async () => {
  answers = [500];
  webhook.tell(url, message);
  webhook.tell(url, message);
  await logged(1);
  webhook.close();
  webhook.close();
  webhook.tell(url, message);
  clock.advance(60_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toHaveLength(1);
  expect(clock.pending).toBe(0);
});
