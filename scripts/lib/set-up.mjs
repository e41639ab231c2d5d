import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { Complaint, must, root, run, say } from './run.mjs';

const minimumNode = [20, 19];
const pnpmVersion = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('@')[1];
const tools = join(root, '.tools');

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return;
  throw new Complaint(
    `Mauzin needs Node ${minimumNode.join('.')} or newer; this is ${process.versions.node}. Get it from nodejs.org.`,
  );
}

/** Runs npm as the one that started us, else as the one beside this Node. */
function npm(args) {
  const cli = process.env.npm_execpath;
  return cli && /npm-cli\.c?js$/.test(cli) ? [process.execPath, [cli, ...args]] : ['npm', args];
}

/** Path of the pinned pnpm's program, kept inside the project: nothing is installed for the whole machine. */
async function pnpmProgram() {
  const manifest = join(tools, 'node_modules', 'pnpm', 'package.json');
  const installed = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : null;
  if (installed?.version !== pnpmVersion) {
    say(`Getting pnpm ${pnpmVersion} …`);
    mkdirSync(tools, { recursive: true });
    writeFileSync(join(tools, 'package.json'), '{ "private": true }\n');
    const [command, args] = npm([
      'install',
      '--prefix',
      tools,
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `pnpm@${pnpmVersion}`,
    ]);
    await must('Getting pnpm', command, args, { quiet: true });
  }
  // pnpm is a native program; npm picked the package of this system.
  const home = join(tools, 'node_modules', '@pnpm');
  const flavour = existsSync(home) ? readdirSync(home).find((name) => name.startsWith('exe.')) : undefined;
  if (flavour === undefined)
    throw new Complaint(`There is no pnpm for ${process.platform} on ${process.arch}.`);
  return join(home, flavour, process.platform === 'win32' ? 'pnpm.exe' : 'pnpm');
}

/** Runs pnpm with these arguments and resolves with its exit code. */
export async function pnpm(args, options) {
  const program = await pnpmProgram();
  // Scripts that pnpm runs may call `pnpm` themselves.
  const path = [dirname(program), process.env.PATH].join(delimiter);
  return run(program, args, {
    ...options,
    env: { ...process.env, PATH: path, ...options?.env },
  });
}

/** Installs the workspace's packages, unless just these are installed already (so that it starts without a network). */
export async function installPackages() {
  const stamp = join(root, 'node_modules', '.mauzin-installed');
  const wanted = fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing packages …');
  const code = await pnpm(['install', '--frozen-lockfile'], { quiet: true, env: { CI: 'true' } });
  if (code !== 0)
    throw new Complaint('The packages could not be installed. Is there a connection to the internet?');
  writeFileSync(stamp, wanted);
}

const fingerprint = (files) => {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

/** Newest change, epoch ms, of a file or of everything below a folder. */
function newest(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !['node_modules', 'out', 'dist'].includes(entry.name))
    .reduce((latest, entry) => Math.max(latest, newest(join(path, entry.name))), 0);
}

/** Builds what runs, unless nothing changed since the last build. */
export async function build({ force = false } = {}) {
  const stamp = join(root, 'node_modules', '.mauzin-built');
  const outputs = [
    'apps/listener/dist/index.html',
    'apps/signal/dist/cli.js',
    'apps/desktop/out/main/headless.js',
  ];
  const sources = ['apps', 'packages', 'pnpm-lock.yaml', 'package.json'];
  const changed = Math.max(...sources.map((source) => newest(join(root, source))));
  const complete = existsSync(stamp) && outputs.every((output) => existsSync(join(root, output)));
  if (!force && complete && statSync(stamp).mtimeMs > changed) return;
  say('Building …');
  const code = await pnpm(['run', 'build'], { quiet: true });
  if (code !== 0) throw new Complaint('The build failed. What it printed stands above.');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
}
