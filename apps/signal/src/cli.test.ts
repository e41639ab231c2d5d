import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { keyMatches } from './access/broadcaster-key.ts';
import { listenerHello, noor as noorConfig, Scene, until } from './testing/harness.ts';

const { keyHashes: noorHashes, ...noorRest } = noorConfig;
const noor = { ...noorRest, keyHash: noorHashes[0] };

/** The built program, alone in an empty folder: nothing that it needs may be missing from it. */
let dir = '';
const scene = new Scene();
const children: ChildProcess[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mauzin-signal-'));
  const root = fileURLToPath(new URL('..', import.meta.url));
  await build({ root, configFile: join(root, 'vite.config.ts'), build: { outDir: dir }, logLevel: 'error' });
  await writeFile(join(dir, 'package.json'), '{"type":"module"}');
  await writeFile(join(dir, 'stations.json'), JSON.stringify({ stations: [noor] }));
}, 60_000);
afterAll(async () => {
  await scene.close();
  for (const child of children) child.kill('SIGKILL');
  await rm(dir, { recursive: true });
});

function run(...args: string[]) {
  const child = spawn(process.execPath, ['cli.js', ...args], {
    cwd: dir,
    env: { PATH: process.env['PATH'] },
  });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
  return { child, output, ended };
}

it('makes a key and its hash', async () => {
  const { code, out } = await run('key').ended;
  const [key, hash] = [/^key +(\S+)/m, /^keyHash +(\S+)/m].map((shape) => shape.exec(out)?.[1] ?? '');
  expect([code, keyMatches(key ?? '', hash ?? '')]).toEqual([0, true]);
});

it('hashes an access code, from an argument or from standard input, and refuses one that is too short', async () => {
  const shape = /^accessCodeHash {2}(scrypt:15:8:1:\S+) {3}\(for stations\.json\)$/m;
  const argued = await run('code', '123 456').ended;
  expect(argued).toMatchObject({ code: 0, out: expect.stringMatching(shape) });
  expect(argued.out).not.toContain('456');
  const asked = run('code');
  asked.child.stdin.end('١٢٣٤٥٦\nmore\n');
  const { code, out } = await asked.ended;
  const accessCodeHash = shape.exec(out)?.[1] ?? '';
  expect(code).toBe(0);
  const { url } = await scene.service({ stations: [{ ...noorConfig, accessCodeHash }] });
  await scene.listener(() => url, { code: '123-456' }).online();
  expect(await run('code', '1-2-3').ended).toMatchObject({
    code: 2,
    err: 'An access code has 4 to 64 letters and digits.\n',
  });
});

it('says what is wrong with its arguments or its file', async () => {
  expect(await run('sing').ended).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no command sing.'),
  });
  expect(await run('--help').ended).toMatchObject({ code: 0, out: expect.stringContaining('stations.json') });
  const missing = await run('serve', '--config', 'none.json').ended;
  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('Cannot read none.json') });
  await writeFile(join(dir, 'bad.json'), '{"stations":[{"slug":"noor"}]}');
  const bad = await run('serve', '--config', 'bad.json').ended;
  expect(bad).toMatchObject({
    code: 1,
    err: expect.stringContaining('bad.json: stations.0.name is missing'),
  });
});

it('serves, and on SIGTERM sends everybody away to come back, and ends', async () => {
  const { child, output, ended } = run(
    'serve',
    '--config',
    'stations.json',
    '--port',
    '0',
    '--host',
    '127.0.0.1',
  );
  await until(() => output.out.includes('listening'));
  const { url } = JSON.parse(output.out.split('\n')[0] ?? '') as { url: string };
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true });
  const taken = await run(
    'serve',
    '--config',
    'stations.json',
    '--host',
    '127.0.0.1',
    '--port',
    new URL(url).port,
  ).ended;
  expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('is taken by another program.') });
  const peer = await scene.raw(url);
  peer.say(listenerHello);
  await peer.seen('welcome');
  child.kill('SIGTERM');
  expect(await peer.gone()).toMatchObject({ code: 1012 });
  expect(await ended).toMatchObject({ code: 0, err: '' });
});
