import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Child, startChild } from '../src/children.ts';
import { type Pulse, record, rmsDbfs, startPulse } from '../src/index.ts';
import { openListener } from '../support/listener.ts';

const root = join(import.meta.dirname, '..', '..');

/** What `npm start` runs, as a newcomer would on a machine without a display. */
function start(...args: string[]): { child: Child; output: () => string } {
  return watched(process.execPath, [join(root, 'scripts', 'start.mjs'), ...args]);
}

/** The same at a terminal, as `script` of util-linux makes one. A signal to it ends what it runs. */
function startAtTerminal(...args: string[]): { child: Child; output: () => string } {
  const words = [process.execPath, join(root, 'scripts', 'start.mjs'), ...args];
  const command = words.map((word) => `'${word}'`).join(' ');
  return watched('script', ['--quiet', '--flush', '--command', command, '/dev/null']);
}

function watched(program: string, args: readonly string[]): { child: Child; output: () => string } {
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', TERM: 'xterm-256color' };
  const child = startChild(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.process.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.process.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  return { child, output: () => output };
}

describe('npm start', () => {
  let dir: string;
  let pulse: Pulse;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mauzin-start-'));
    pulse = await startPulse();
  });

  afterAll(async () => {
    await pulse?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  test('without a display it says so, prints link and QR code, and a listener hears the sample', async () => {
    const named = ['--data', join(dir, 'data'), '--station-name', 'Masjid an-Noor'];
    const { child, output } = startAtTerminal(...named);
    try {
      const linkPattern = /http:\/\/\S+\/s\/[a-z0-9-]+/;
      await expect.poll(output, { timeout: 60_000 }).toMatch(linkPattern);
      // Black on white, whatever the terminal's own colours are: strict scanners refuse anything else.
      await expect.poll(output).toMatch(/\[38;5;16;48;5;231m[ █▀▄]{30,}/);
      expect(output()).toMatch(/there is no display/);
      const phone = await openListener(pulse, linkPattern.exec(output())![0], 'newcomer');
      try {
        await phone.page.getByRole('heading', { name: 'Masjid an-Noor' }).waitFor();
        const ears = await record(pulse, [phone.sink]);
        await phone.tapListen();
        await phone.expectState('playing');
        await expect
          .poll(() => rmsDbfs(ears.latest(phone.sink, 500)), { timeout: 10_000 })
          .toBeGreaterThan(-45);
        await ears.stop();
      } finally {
        await phone.close();
      }
    } finally {
      child.process.kill('SIGINT');
      await child.exited;
    }
  });

  test('a file that is not Ogg/Opus is refused in plain words', async () => {
    const file = join(dir, 'khutbah.opus');
    await writeFile(file, 'this is no sound');
    const { child, output } = start('--file', file, '--data', join(dir, 'data'));
    expect(await child.exited).toBe(1);
    expect(output()).toMatch(/khutbah\.opus/);
    expect(output()).not.toMatch(/\n\s+at /);
  });

  test('--help tells the rest, and a wrong option is answered with it', async () => {
    const help = start('--help');
    expect(await help.child.exited).toBe(0);
    expect(help.output()).toContain('--file');
    const wrong = start('--fiel');
    expect(await wrong.child.exited).toBe(1);
    expect(wrong.output()).toContain('--file');
  });
});
