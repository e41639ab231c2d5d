import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openOggOpusFile, sampleFile } from '@mauzin/media';
import { systemClock } from '@mauzin/media/clock';
import { createSignalService, generateBroadcasterKey, hashBroadcasterKey } from '@mauzin/signal';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { NodeListener } from '../testing/node-listener.ts';
import { signalSocketUrl } from '../engine/web-socket.ts';

// Each starts processes, one after the other: 1 s of CPU until the sound flows, which took 11 s on two cores that 40 others wanted.
vi.setConfig({ testTimeout: 60_000 });

let data = '';
let child: ChildProcess | null = null;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'mauzin-headless-'));
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(data, { recursive: true });
});

function start(...args: string[]) {
  const program = join(import.meta.dirname, 'index.ts');
  const started = spawn(process.execPath, ['--import', 'tsx', program, '--data', data, ...args]);
  child = started;
  const text = { out: '', err: '' };
  started.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  started.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
  const ended = once(started, 'exit').then(([code]) => code as number | null);
  return { text, ended, signal: (name: NodeJS.Signals) => started.kill(name) };
}
const sample = fileURLToPath(sampleFile);
const linkIn = (text: string): string => /listeners open (\S+)/.exec(text)?.[1] ?? '';

test('puts a file on the air, lets it be heard, and ends when told', async () => {
  const { ended, signal, text } = start('--file', sample, '--port', '0', '--station-name', 'Noor');
  await expect.poll(() => text.out, { timeout: 15_000 }).toContain('On the air');
  // The link is known a moment earlier or later.
  await expect.poll(() => linkIn(text.out)).not.toBe('');
  const port = new URL(linkIn(text.out)).port;
  const url = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${url}/api/stations/mosque`);
  expect(await answer.json()).toMatchObject({ name: 'Noor', live: true });
  // This is no terminal: a code in a file or a journal is for nobody. (`e2e/heard/start.spec.ts` has one.)
  expect(text.out).not.toMatch(/[▄▀█]/);

  const listener = new NodeListener(signalSocketUrl(url), 'mosque');
  try {
    await expect.poll(() => listener.heard.length, { timeout: 10_000 }).toBeGreaterThan(20);
  } finally {
    listener.close();
  }
  signal('SIGINT');
  expect(await ended).toBe(0);
  expect(text.out).toContain('Off the air');
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('plays the sample that comes with Mauzin where no file is named', async () => {
  const { ended, signal, text } = start('--port', '0');
  await expect.poll(() => text.out, { timeout: 15_000 }).toContain('On the air');
  signal('SIGINT');
  expect(await ended).toBe(0);
});

test('with an access code, only who has it is let in; it is printed nowhere', async () => {
  const { text } = start('--file', sample, '--port', '0', '--access-code', 'Bab 471108');
  await expect.poll(() => text.out, { timeout: 15_000 }).toMatch(/listeners open \S+\n/);
  const url = signalSocketUrl(`http://127.0.0.1:${new URL(linkIn(text.out)).port}`);
  const stranger = new NodeListener(url, 'mosque');
  const guest = new NodeListener(url, 'mosque', 'bab-471108');
  try {
    await expect.poll(() => guest.heard.length, { timeout: 10_000 }).toBeGreaterThan(20);
    await expect.poll(() => stranger.failure, { timeout: 10_000 }).toBe('code-needed');
  } finally {
    stranger.close();
    guest.close();
  }
  expect(stranger.heard).toEqual([]);
  expect(`${text.out}${text.err}`).not.toContain('471108');
});

test('broadcasts to a station on a server, and says what that refuses', async () => {
  const key = generateBroadcasterKey();
  const station = { slug: 'noor', name: 'Noor', language: 'ar', keyHashes: [hashBroadcasterKey(key)] };
  const service = createSignalService({ stations: [station], host: '127.0.0.1', port: 0 });
  const { url } = await service.listen();
  const to = ['--file', sample, '--server', url, '--station', 'noor', '--key'];
  try {
    const wrong = start(...to, generateBroadcasterKey());
    await expect.poll(() => wrong.text.out, { timeout: 15_000 }).toContain('key');
    wrong.signal('SIGINT');
    await wrong.ended;
    const { text } = start(...to, key);
    await expect.poll(() => text.out, { timeout: 15_000 }).toContain(`listeners open ${url}/s/noor`);
    await expect.poll(() => service.status('noor')?.live, { timeout: 10_000 }).toBe(true);
    const listener = new NodeListener(signalSocketUrl(url), 'noor');
    await expect.poll(() => listener.heard.length, { timeout: 10_000 }).toBeGreaterThan(20);
    listener.close();
  } finally {
    await service.close();
  }
});

test('keeps name and key for the next time', async () => {
  const saved = (): string => readFileSync(join(data, 'station.json'), 'utf8');
  const first = start('--file', sample, '--port', '0', '--station-name', 'Noor', '--json');
  await expect.poll(() => first.text.out, { timeout: 15_000 }).toContain('"name":"live"');
  first.signal('SIGTERM');
  await first.ended;
  const before = saved();
  const second = start('--file', sample, '--port', '0', '--json');
  await expect.poll(() => second.text.out, { timeout: 15_000 }).toContain('"name":"live"');
  second.signal('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(saved()).toBe(before);
  const lines = second.text.out.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event).at(-1)).toBe('stopped');
});

test('records the broadcast where it is told to, also when its process is killed', async () => {
  const folder = join(data, 'recordings');
  const { ended, signal, text } = start(
    '--file',
    sample,
    '--port',
    '0',
    '--station-name',
    'Noor',
    '--record',
    folder,
  );
  await expect.poll(() => text.out, { timeout: 15_000 }).toMatch(/Recording Noor .*\.opus/);
  const [name = ''] = readdirSync(folder);
  expect(text.out).toContain(name);
  const before = statSync(join(folder, name)).size;
  await expect
    .poll(() => statSync(join(folder, name)).size, { timeout: 15_000 })
    .toBeGreaterThan(before + 5_000);
  signal('SIGKILL');
  await ended;
  const source = await openOggOpusFile({ path: join(folder, name), clock: systemClock, loop: false });
  source.close();
});

test('a file that cannot be played is a clear error', async () => {
  const { ended, text } = start('--file', join(data, 'none.opus'));
  expect(await ended).toBe(1);
  expect(text.err).toContain('none.opus');
  expect(text.err).not.toContain('    at ');
});

test('a file that would be other sound on the phones is refused before the station is on the air, a pipe without waiting for it', async () => {
  const loud = readFileSync(sample);
  const head = loud.indexOf('OpusHead');
  loud.writeInt16LE(-12 * 256, head + 16);
  loud.writeUInt32LE(0, 22);
  loud.writeUInt32LE(checksumOf(loud.subarray(0, head + 19)), 22);
  writeFileSync(join(data, 'loud.opus'), loud);
  execFileSync('mkfifo', [join(data, 'pipe.opus')]);
  for (const [name, sentence] of [
    ['loud.opus', '−12.0 dB'],
    ['pipe.opus', 'a pipe'],
  ] as const) {
    const { ended, text } = start('--file', join(data, name), '--port', '0');
    expect(await ended).toBe(1);
    expect(text.err).toContain(sentence);
    expect(text.out).toBe('');
  }
});

/** A page's checksum (RFC 3533 §6), bit by bit. */
function checksumOf(page: Uint8Array): number {
  let sum = 0;
  for (const byte of page) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
