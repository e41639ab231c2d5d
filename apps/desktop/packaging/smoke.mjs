/**
 * Starts the app that was packed for this machine and looks whether it serves its page: the archive is loaded, its hash and fuses
 * are right, the native part is found, and the sandbox comes up. `node packaging/smoke.mjs [PROGRAM]`
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const packed = join(import.meta.dirname, '..', 'dist-pack');
const programs = [
  process.argv[2],
  join(packed, 'win-unpacked', 'Mauzin.exe'),
  join(packed, process.arch === 'arm64' ? 'mac-arm64' : 'mac', 'Mauzin.app', 'Contents', 'MacOS', 'Mauzin'),
  join(packed, 'linux-unpacked', 'mauzin'),
];
const patienceMs = 90_000;
const lookEveryMs = 500;
/** What a log must not say. */
const trouble = /uncaught|unhandled|page is gone|ended with code|hangs|not to be had/;

const program = programs.find((path) => path !== undefined && existsSync(path));
if (program === undefined)
  throw new Error('Nothing is packed: run "pnpm --filter @mauzin/desktop run pack" first');

const userData = mkdtempSync(join(tmpdir(), 'mauzin-smoke-'));
const log = join(userData, 'logs', 'mauzin.log');
const read = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
const app = spawn(program, [`--user-data=${userData}`], { stdio: 'inherit' });
let ended = null;
const exited = new Promise((done) => {
  app.once('error', (error) => done((ended = String(error))));
  app.once('exit', (code, signal) => done((ended = `exit ${code ?? signal}`)));
});

try {
  const link = await linkOf();
  // The name in the link may be that of another interface; the service listens on all.
  const page = await fetch(link.replace(/\/\/[^:/]+/, '//127.0.0.1'));
  if (!page.ok || !(await page.text()).includes('<!doctype html>'))
    throw new Error(`${link}: ${page.status}`);
  if (trouble.test(read())) throw new Error('There is trouble in the log');
  process.stdout.write(`${program} serves ${link}\n`);
} finally {
  process.stdout.write(read());
  app.kill();
  await Promise.race([exited, setTimeout(10_000)]);
  if (ended === null) app.kill('SIGKILL');
  rmSync(userData, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
}

/** The link that the app says listeners open. */
async function linkOf() {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    const link = /listeners open (\S+)/.exec(read())?.[1];
    if (link !== undefined) return link;
    if (ended !== null) throw new Error(`${program} ended: ${ended}`);
    await setTimeout(lookEveryMs);
  }
  throw new Error(`${program} says no link`);
}
