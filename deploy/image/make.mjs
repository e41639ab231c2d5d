// Makes what the container image holds, in a folder: `node deploy/image/make.mjs [--built] [--arch arm64] FOLDER`.
// The Dockerfile calls it, and so do the tests, which have no container engine: both get the same files.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { Complaint, main, root, say } from '../../scripts/lib/run.mjs';
import { pnpm, requireNode } from '../../scripts/lib/set-up.mjs';
import { copyProductionPackages } from './production-packages.mjs';

/** Docker's names of processors, and Node's own. */
const processors = { amd64: 'x64', x64: 'x64', arm64: 'arm64' };
const parts = ['@mauzin/listener', '@mauzin/signal'];

/** Nothing but the page and the service, and what these are made with: no Electron, no browsers' drivers. */
async function installPackages(cpu) {
  const filters = parts.flatMap((part) => ['--filter', `${part}...`]);
  // The bundler runs on this machine, the image perhaps on another kind.
  const cpus = [...new Set([process.arch, cpu])].map((one) => `--cpu=${one}`);
  const install = ['install', '--frozen-lockfile', ...cpus, ...filters];
  if ((await pnpm(install, { env: { CI: 'true' } })) !== 0)
    throw new Complaint('The packages could not be installed.');
}

async function build() {
  for (const part of parts) {
    if ((await pnpm(['--filter', part, 'run', 'build'])) !== 0)
      throw new Complaint(`${part} could not be built.`);
  }
}

/** The folder is the image's /opt/mauzin: who runs the service owns none of it, and may write nothing in it. */
function gather(target, cpu) {
  const signal = join(target, 'apps', 'signal');
  const manifest = JSON.parse(readFileSync(join(root, 'apps/signal/package.json'), 'utf8'));
  mkdirSync(join(target, 'bin'), { recursive: true });
  for (const built of ['apps/signal/dist', 'apps/listener/dist']) {
    if (!existsSync(join(root, built))) throw new Complaint(`${built} is missing: run without --built.`);
    cpSync(join(root, built), join(target, built), { recursive: true });
  }
  const { name, version, license, type } = manifest;
  writeFileSync(
    join(signal, 'package.json'),
    `${JSON.stringify({ name, version, private: true, license, type }, null, 2)}\n`,
  );
  copyProductionPackages(join(root, 'apps', 'signal'), signal, cpu);
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  cpSync(join(root, 'deploy/image/healthcheck.mjs'), join(target, 'bin', 'healthcheck.mjs'));
  chmodSync(join(signal, 'dist', 'cli.js'), 0o755);
  symlinkSync('../apps/signal/dist/cli.js', join(target, 'bin', 'mauzin'));
}

main(async () => {
  requireNode();
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { built: { type: 'boolean', default: false }, arch: { type: 'string', default: '' } },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1)
    throw new Complaint('Name one folder to make the image in.');
  const cpu = values.arch === '' ? process.arch : processors[values.arch];
  if (cpu === undefined) throw new Complaint(`Images are made for amd64 and arm64, not for ${values.arch}.`);
  const target = resolve(folder);
  if (existsSync(target)) rmSync(target, { recursive: true });
  if (!values.built) {
    await installPackages(cpu);
    await build();
  }
  gather(target, cpu);
  say(`Made ${target} for ${cpu}.`);
});
