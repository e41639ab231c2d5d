import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import { type ForkOptions, forkProcess } from './fork-process.ts';

/** Runs a program that answers a batch with one. */
async function setUp(source: string) {
  const folder = await mkdtemp(join(tmpdir(), 'mauzin-fork-'));
  const program = join(folder, 'program.mjs');
  await writeFile(program, source);
  const messages: unknown[] = [];
  const exits: Parameters<ForkOptions['onExit']>[0][] = [];
  const forked = forkProcess({
    program,
    execArgv: [],
    onMessage: (message) => messages.push(message),
    onExit: (exit) => exits.push(exit),
  });
  onTestFinished(async () => {
    await forked.end();
    await rm(folder, { recursive: true });
  });
  return { exits, forked, messages };
}

test('no secret and no debugger gets into it', async () => {
  vi.stubEnv('MAUZIN_ADMIN_TOKEN', 'secret');
  vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=512');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { forked, messages } = await setUp(`
    process.on('message', () => process.send([{ env: Object.keys(process.env), argv: process.execArgv }]));
  `);
  forked.post({ type: 'leave', station: 'noor' });
  await expect.poll(() => messages.length).toBe(1);
  expect(messages[0]).toMatchObject({ argv: [] });
  const { env } = messages[0] as { env: string[] };
  expect(env).toContain('PATH');
  expect(env.filter((name) => name.startsWith('MAUZIN') || name === 'NODE_OPTIONS')).toEqual([]);
});

test('one that dies is told with the last that it wrote', async () => {
  const { exits } = await setUp(`console.error('out of everything'); process.exitCode = 3;`);
  await expect.poll(() => exits).toEqual([{ code: 3, signal: null, trace: 'out of everything' }]);
});

test('one that does not end when it is asked is ended', async () => {
  const { exits, forked, messages } = await setUp(`
    setInterval(() => undefined, 1_000);
    process.send([{ type: 'ready', port: 1 }]);
  `);
  await expect.poll(() => messages.length).toBe(1);
  await Promise.all([forked.end(), forked.end()]);
  expect(exits).toMatchObject([{ signal: 'SIGKILL' }]);
});
