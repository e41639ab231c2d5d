import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, expect, it, vi } from 'vitest';

import { createLogger } from '../logger.ts';
import { ErrorReports } from './error-reports.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Reported {
  readonly path: string;
  readonly key: string | undefined;
  readonly event: {
    readonly release: string;
    readonly message: string;
    readonly tags: Record<string, string>;
    readonly extra: Record<string, unknown>;
    readonly exception?: {
      readonly values: readonly {
        readonly type: string;
        readonly value: string;
        readonly stacktrace?: { readonly frames: readonly { readonly filename: string }[] };
      }[];
    };
    readonly [field: string]: unknown;
  };
  readonly text: string;
}

/** What takes reports: a real server, that reads the envelopes. */
async function collector(answer: (response: ServerResponse) => unknown = (response) => response.end('{}')) {
  const reported: Reported[] = [];
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const [head = '', , event = ''] = text.split('\n');
      const url = new URL(request.url ?? '', 'http://x');
      const auth = url.searchParams.get('sentry_key') ?? undefined;
      expect(JSON.parse(head)).toHaveProperty('event_id');
      reported.push({ path: url.pathname, key: auth, event: JSON.parse(event), text });
      return answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { reported, dsn: `http://dsnkey0123@127.0.0.1:${port}/42` };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function reporting(dsn: string) {
  let nowMs = 0;
  const reports = new ErrorReports({ dsn, version: '1.2.3', now: () => nowMs });
  closers.push(() => reports.close());
  const logger = createLogger('error', {
    onError: reports.report,
    secrets: ['SECRET-OF-CONFIG'],
    destination: { write: () => undefined },
  });
  return {
    reports,
    logger,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

it('sends what is logged as an error, with its place in the code and without secrets', async () => {
  const { dsn, reported } = await collector();
  const { logger, reports } = reporting(dsn);
  const err = new Error('cannot do it for 203.0.113.9 with SECRET-OF-CONFIG');
  logger.error({ err, station: 'noor', ticket: 'TICKET-1', address: '203.0.113.9' }, 'an event failed');
  logger.warn({ err }, 'this is none');
  await reports.close();
  expect(reported).toHaveLength(1);
  const [{ event, key, path, text } = expect.fail('nothing came')] = reported;
  expect(path).toBe('/api/42/envelope/');
  expect(key).toBe('dsnkey0123');
  expect(event).toMatchObject({
    release: 'mauzin@1.2.3',
    level: 'error',
    message: 'an event failed',
    tags: { event: 'an event failed' },
    extra: { station: 'noor', ticket: '[hidden]' },
  });
  const [{ stacktrace, type, value } = expect.fail('no exception')] = event.exception?.values ?? [];
  expect({ type, value }).toEqual({ type: 'Error', value: 'cannot do it for [hidden] with [hidden]' });
  expect(stacktrace?.frames.at(-1)?.filename).toContain('error-reports.integration.test.ts');
  for (const secret of ['203.0.113.9', 'SECRET-OF-CONFIG', 'TICKET-1']) expect(text).not.toContain(secret);
  for (const field of ['user', 'server_name', 'request', 'breadcrumbs']) expect(event[field]).toBeUndefined();
});

it('one of each kind a minute, and twenty of all; the next one says how many were left out', async () => {
  const { dsn, reported } = await collector();
  const { logger, pass } = reporting(dsn);
  for (let i = 0; i < 50; i++) logger.error({ err: new Error('the same') }, 'an event failed');
  await vi.waitUntil(() => reported.length === 1, { timeout: 10_000 });
  for (let i = 0; i < 50; i++) logger.error({ err: new Error(`number ${i}`) }, 'an event failed');
  await vi.waitUntil(() => reported.length === 20, { timeout: 10_000 });
  expect(reported[1]?.event.extra['leftOut']).toBe(49);
  pass(60_000);
  logger.error({ err: new Error('the same') }, 'an event failed');
  await vi.waitUntil(() => reported.length === 21, { timeout: 10_000 });
  expect(reported.at(-1)?.event.extra['leftOut']).toBe(31);
});

it('never throws, and is done within moments where nobody answers', async () => {
  const { dsn } = await collector(() => undefined);
  const { logger, reports } = reporting(dsn);
  const unreadable = Object.defineProperty({}, 'field', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  logger.error(unreadable, 'unreadable');
  logger.error({ err: 'no error' }, 'no error');
  const circle: Record<string, unknown> = {};
  circle['circle'] = circle;
  logger.error(circle, 'circle');
  // Two seconds are what it may take, since the collector never answers. However late timers are, the sooner one rings first.
  const late = delay(4_000, 'late', { ref: false });
  expect(await Promise.race([reports.close(), late])).not.toBe('late');
  await reports.close();
  expect(() => reports.report({}, 'late')).not.toThrow();
});

it('a collector that is not there harms nobody', async () => {
  const { logger, reports } = reporting('http://key@127.0.0.1:1/1');
  logger.error({ err: new Error('x') }, 'an event failed');
  await expect(reports.close()).resolves.toBeUndefined();
});

it.each([
  '',
  'nonsense',
  'https://errors.example/1',
  'https://key@errors.example/',
  'ftp://key@errors.example/1',
])('takes no DSN like %o', (dsn) => {
  expect(() => new ErrorReports({ dsn, version: '1', now: () => 0 })).toThrow('MAUZIN_ERROR_DSN');
});

const here = (file: string): string => new URL(file, import.meta.url).href;

/** A process that reports errors as `mauzin serve` does, and dies of one. */
const programOf = (dsn: string, dies: string): string => `
  import { endOnUncaught } from '${here('end-on-uncaught.ts')}';
  import { ErrorReports } from '${here('error-reports.ts')}';
  import { createLogger } from '${here('../logger.ts')}';
  const reports = new ErrorReports({ dsn: '${dsn}', version: '0.0.0', now: () => performance.now() });
  const logger = createLogger('info', { onError: reports.report, secrets: ['${dsn}'] });
  endOnUncaught(logger, () => reports.close());
  setInterval(() => undefined, 1_000);
  setImmediate(() => { ${dies} });
`;

it.each([
  ['thrown', 'throw'],
  ['rejected', 'void Promise.reject'],
])('an uncaught error (%s) is logged, reported, and ends the process with 1', async (how, by) => {
  const { dsn, reported } = await collector();
  const program = programOf(dsn, `${by}(new Error('${how}, ${dsn}'))`);
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      { timeout: 30_000 },
      (error, output) => resolve({ code: error?.code ?? 0, stdout: output }),
    );
  });
  expect(code).toBe(1);
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    expect.objectContaining({ level: 50, event: 'uncaught error' }),
  ]);
  expect(stdout).not.toContain('dsnkey0123');
  expect(reported.map(({ event }) => event.exception?.values[0]?.value)).toEqual([`${how}, [hidden]`]);
});
