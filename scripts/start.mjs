// `npm start`: sets everything up and puts the station on the air on this machine.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { spawn } from 'node:child_process';

import { Complaint, main, root, run, say } from './lib/run.mjs';
import { build, installPackages, requireNode } from './lib/set-up.mjs';

const help = `Puts this machine's sound on every phone of its network.

  npm start                     the desktop app; without a display, a broadcaster without a window
  npm start -- [options]

Options
  --headless            no window: play a file instead of this machine's sound
  --file FILE           the Ogg/Opus file to play (implies --headless; default: a short sample, repeated)
  --no-loop             play the file once
  --port N              where listeners come in (default 8080; the next free one if taken)
  --station-name NAME   what listeners see (default: Mosque)
  --data DIR            where settings are kept
  --help                this text

Stop with Ctrl+C.`;

function readOptions() {
  try {
    return parseArgs({
      options: {
        headless: { type: 'boolean', default: false },
        file: { type: 'string' },
        'no-loop': { type: 'boolean', default: false },
        port: { type: 'string' },
        'station-name': { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new Complaint(`${error.message}\n\n${help}`);
  }
}

/** Why there can be no window here, or null. */
function noWindow(options) {
  if (options.headless || options.file !== undefined) return 'as asked';
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid?.() === 0) return 'Electron does not run as root';
  return null;
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

async function runDesktop(electron, options) {
  const desktop = join(root, 'apps', 'desktop');
  const { generate } = await import(createRequire(join(desktop, 'package.json')).resolve('lean-qr'));
  const args = [desktop, '--go-live'];
  if (options.data !== undefined) args.push(`--user-data=${options.data}`);
  return runToEnd(electron, args, (line) => {
    const link = /^Mauzin: listeners open (\S+)/.exec(line)?.[1];
    console.log(
      link ? `\n${generate(link).toString({ on: '██', off: '  ' })}\nListeners open ${link}\n` : line,
    );
  });
}

const headlessArguments = (options) => [
  ...['file', 'port', 'station-name', 'data'].flatMap((name) =>
    options[name] === undefined ? [] : [`--${name}`, options[name]],
  ),
  ...(options['no-loop'] ? ['--no-loop'] : []),
];

main(async () => {
  const options = readOptions();
  if (options.help) return console.log(help);
  requireNode();
  await installPackages();
  await build();
  const reason = noWindow(options);
  const electron = reason === null ? await electronProgram() : null;
  if (electron) {
    process.exitCode = await runDesktop(electron, options);
    return undefined;
  }
  say(`No window: ${reason ?? 'Electron could not be fetched'}. Broadcasting a file instead.`);
  const headless = join(root, 'apps', 'desktop', 'out', 'main', 'headless.js');
  process.exitCode = await runToEnd(process.execPath, [headless, ...headlessArguments(options)]);
  return undefined;
});
