// `npm start`: sets everything up and puts the station on the air on this machine.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { spawn } from 'node:child_process';

import {
  forBroadcaster,
  forWindow,
  helpOf,
  notForWindow,
  parseFlags,
  startFlags,
} from '../apps/desktop/src/flags/flags.mjs';
import { Complaint, main, root, run, say } from './lib/run.mjs';
import { build, installPackages, requireNode } from './lib/set-up.mjs';

const help = `Puts this machine's sound on every phone of its network.

  npm start                     the desktop app; without a display, a broadcaster without a window
  npm start -- [options]        each option but --data and --reset-pin asks for the broadcaster without a window

${helpOf(startFlags)}

Stop with Ctrl+C.`;

/** What was typed after `npm start --`. */
function readOptions() {
  const parsed = parseFlags(startFlags, process.argv.slice(2));
  if (!parsed.ok) throw new Complaint(`${parsed.problem}\n\n${help}`);
  return parsed.values;
}

/** Why there will be no window, or null. */
function noWindow(options) {
  if (options.headless) return 'as asked';
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
    if (process.getuid?.() === 0) return 'Electron does not run as root';
  }
  const alien = notForWindow(options);
  return alien === undefined ? null : `--${alien} is not for the window`;
}

/** Path of Electron's program; fetched the first time. Null when it cannot be had. */
async function electronProgram() {
  const require = createRequire(join(root, 'apps', 'desktop', 'package.json'));
  const home = join(require.resolve('electron/package.json'), '..');
  const find = () => {
    try {
      const path = require('electron');
      return typeof path === 'string' && existsSync(path) ? path : null;
    } catch {
      return null;
    }
  };
  if (!existsSync(join(home, 'dist'))) {
    say('Getting Electron (about 100 MB, once) …');
    await run(process.execPath, [join(home, 'install.js')], { quiet: true }).catch(() => undefined);
  }
  return existsSync(join(home, 'dist')) ? find() : null;
}

/** Runs the program that broadcasts until it ends or Ctrl+C; Ctrl+C reaches it too, and it closes in order. */
function runToEnd(command, args, onLine) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', onLine ? 'pipe' : 'inherit', 'inherit'],
    });
    // Ctrl+C at a terminal reaches the whole group by itself; a second one could cut the closing short.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    let rest = '';
    child.stdout?.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 0));
  });
}

async function runDesktop(electron, args) {
  const desktop = join(root, 'apps', 'desktop');
  // Only now: its library has just been installed.
  const { terminalQr } = await import('../apps/desktop/src/terminal/terminal-qr.mjs');
  return runToEnd(electron, [desktop, '--go-live', ...args], (line) => {
    const link = /^Mauzin: listeners open (\S+)/.exec(line)?.[1];
    const code = link ? terminalQr(link, process.stdout, process.env) : '';
    console.log(link ? `\n${code}\nListeners open ${link}\n` : line);
  });
}

/** What only the window can do must not be passed over in silence. */
function refuseForWindowOnly(options, why) {
  if (options['reset-pin']) throw new Complaint(`--reset-pin is for the window, and there is none: ${why}.`);
}

main(async () => {
  const options = readOptions();
  if (options.help) return console.log(help);
  requireNode();
  const reason = noWindow(options);
  if (reason !== null) refuseForWindowOnly(options, reason);
  await installPackages();
  await build();
  const electron = reason === null ? await electronProgram() : null;
  if (electron) {
    process.exitCode = await runDesktop(electron, forWindow(options));
    return undefined;
  }
  const why = reason ?? 'Electron could not be fetched';
  refuseForWindowOnly(options, why);
  say(`No window: ${why}. Broadcasting a file instead.`);
  const headless = join(root, 'apps', 'desktop', 'out', 'main', 'headless.js');
  process.exitCode = await runToEnd(process.execPath, [headless, ...forBroadcaster(options)]);
  return undefined;
});
