import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', ...args], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    timeout: 60_000,
  });

test('fan-out in small: real packets reach real receivers, and the report is one JSON object', async () => {
  const small = ['--listeners', '5', '--seconds', '2', '--baseline-listeners', '0'];
  const { stdout } = await bench('src/benches/fan-out.ts', ...small, '--json');
  const { bench: name, figures, machine, ...rest } = JSON.parse(stdout) as Record<string, object | string>;
  expect(name).toBe('fan-out');
  expect(rest).toEqual({});
  expect(machine).toMatchObject({ cpu: expect.any(String), cores: expect.any(Number) });
  expect(figures).toEqual({
    cpuPercentPerListener: expect.any(Number),
    marginalCpuPercentPerListener: expect.any(Number),
    microsPerPacket: expect.any(Number),
    rssKbPerListener: expect.any(Number),
    joinsPerSecond: expect.any(Number),
    deliveredShare: 1,
  });
}, 90_000);

test('a bench that cannot run says why, prints no figures and fails', async () => {
  const failure = await bench('src/benches/loss.ts', '--listeners', '99', '--json').then(
    () => null,
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  expect(failure?.code).toBe(1);
  expect(failure?.stdout).toBe('');
  expect(failure?.stderr).toContain('--listeners takes a whole number from 1 to 20');
}, 60_000);
