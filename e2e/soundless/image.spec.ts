import { chown, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Child, run, startChild } from '../src/children.ts';
import { freePort, makeTemporaryDir, removeTemporaryDir } from '../src/index.ts';
import { environmentOf, lastOf, listOf, parseDockerfile, type Stage } from './support/dockerfile.ts';

/**
 * The container image, without a container engine: what its stages make is made in a folder, and started as the image's user
 * would start it. Debian's part (tini, removing npm) is only read.
 */
const root = join(import.meta.dirname, '..', '..');
const home = '/opt/mauzin';
const isRoot = process.getuid?.() === 0;
/** Debian's `nobody`: somebody who owns nothing. Whoever is not root can start it as nobody but himself. */
const user = isRoot ? 65_534 : (process.getuid?.() ?? 0);

let dir: string;
let image: string;
/** The program that the Dockerfile makes the image with. */
let make: string;
let data: string;
let stages: readonly Stage[];
const last = (): Stage => stages.at(-1)!;

beforeAll(async () => {
  dir = await makeTemporaryDir('image');
  image = join(dir, 'image');
  data = join(dir, 'data');
  stages = parseDockerfile(await readFile(join(root, 'Dockerfile'), 'utf8'));
  make = join(root, /\bnode (deploy\/image\/make\.mjs)/.exec(lastOf(stages[0]!, 'RUN') ?? '')![1]!);
  // As the Dockerfile calls it, but for `--built`: what it would build here is built already.
  await run(process.execPath, [make, '--built', image], { cwd: root });
  await run('chmod', ['-R', 'go-w', image]);
  await run('chmod', ['755', dir]);
  await mkdir(data, { mode: 0o700 });
  if (isRoot) await chown(data, user, user);
});

afterAll(() => removeTemporaryDir(dir));

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** The packages that production needs. What else comes in must be put here by somebody who wants it. */
const packages = [
  '@libsql/client',
  '@libsql/core',
  '@libsql/hrana-client',
  '@libsql/isomorphic-ws',
  `@libsql/linux-${process.arch}-gnu`,
  '@neon-rs/load',
  `@node-datachannel/linux-${process.arch}-gnu`,
  'detect-libc',
  'js-base64',
  'libsql',
  'node-datachannel',
  'promise-limit',
  'ws',
];

const allowed = [
  /^LICENSE$/,
  /^bin\/(?:mauzin|healthcheck\.mjs)$/,
  /^apps\/signal\/package\.json$/,
  /^apps\/signal\/dist\/(?:assets\/)?[\w.-]+\.js$/,
  /^apps\/listener\/dist\/(?:assets\/)?[\w.-]+\.(?:html|js|css|json|png|svg|ico|webmanifest|woff2|txt|wav|mp3|webm)(?:\.br|\.gz)?$/,
  new RegExp(
    String.raw`^apps/signal/node_modules/(?:${packages.join('|')})/(?!.*(?:^|/)(?:src|tests?|types)/)(?:.*/)?(?:(?!\.)[\w.-]+\.(?:js|cjs|mjs|json|node)|LICENSE(?:\.md)?)$`,
  ),
];

describe('what is in the image', () => {
  test('production files alone: no sources, tests, declarations, maps, settings or keys', async () => {
    const files = await filesBelow(image);
    expect(files.filter((file) => !allowed.some((shape) => shape.test(file)))).toEqual([]);
    const forbidden =
      /\.(?:ts|tsx|map|test\.\w+|pem|key|db|env|log|vue|c|cc|cpp|h|gyp|tgz)$|(?:^|\/)\.|tsconfig|\.config\./;
    expect(files.filter((file) => forbidden.test(file))).toEqual([]);
    for (const needed of [
      'apps/signal/dist/cli.js',
      'apps/listener/dist/index.html',
      'bin/mauzin',
      'bin/healthcheck.mjs',
    ])
      expect(files).toContain(needed);
  });

  test('the packages of production, each once or beside who needs another version, with their native parts', async () => {
    const files = await filesBelow(join(image, 'apps/signal/node_modules'));
    const names = files.map((file) => /^(?:@[^/]+\/)?[^/]+/.exec(file)![0]);
    expect([...new Set(names)].sort()).toEqual([...packages].sort());
    expect(files.filter((file) => file.endsWith('.node'))).toEqual([
      `@libsql/linux-${process.arch}-gnu/index.node`,
      `@node-datachannel/linux-${process.arch}-gnu/node_datachannel.node`,
    ]);
  });

  test('for another kind of processor it needs that one’s native parts, or is not made', async () => {
    const other = process.arch === 'arm64' ? 'amd64' : 'arm64';
    const made = run(process.execPath, [make, '--built', '--arch', other, join(dir, 'other')], { cwd: root });
    await expect(made).rejects.toThrow(/has no native part for (?:x64|arm64)/);
    const unknown = run(process.execPath, [make, '--built', '--arch', 's390x', join(dir, 'other')]);
    await expect(unknown).rejects.toThrow(/amd64 and arm64, not for s390x/);
  });

  test('it is small, and its user may write nothing of it', async () => {
    const files = await filesBelow(image);
    const facts = await Promise.all(files.map((file) => lstat(join(image, file))));
    const megabytes = facts.reduce((sum, { size }) => sum + size, 0) / 1e6;
    expect(megabytes).toBeLessThan(30);
    const writable = files.filter((_, at) => !facts[at]!.isSymbolicLink() && (facts[at]!.mode & 0o022) !== 0);
    expect(writable).toEqual([]);
    expect((await stat(join(image, 'bin/mauzin'))).mode & 0o111).toBe(0o111);
    // Started by its name, it asks Node for the nursery that keeps a thousand listeners small.
    const [first] = (await readFile(join(image, 'bin/mauzin'), 'utf8')).split('\n', 1);
    expect(first).toBe('#!/usr/bin/env -S node --max-semi-space-size=4');
  });
});

describe('the Dockerfile', () => {
  test('has a stage that builds, and one that has nothing but what that one made', () => {
    expect(stages.map(({ from }) => from)).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim']);
    const copies = last().instructions.filter(({ name }) => name === 'COPY' || name === 'ADD');
    expect(copies).toEqual([{ name: 'COPY', rest: `--from=build /image ${home}` }]);
  });

  test('ends as a user who is not root, below an init, with a health check that needs no other program', () => {
    const after = last().instructions.map(({ name }) => name);
    expect(lastOf(last(), 'USER')).toBe('node');
    expect(after.indexOf('USER')).toBeGreaterThan(after.lastIndexOf('RUN'));
    expect(listOf(lastOf(last(), 'ENTRYPOINT')!)).toEqual(['/usr/bin/tini', '--', 'mauzin']);
    expect(listOf(lastOf(last(), 'CMD')!)).toEqual(['serve']);
    expect(lastOf(last(), 'RUN')).toMatch(/install -y --no-install-recommends tini /);
    expect(listOf(lastOf(last(), 'HEALTHCHECK')!)).toEqual(['node', `${home}/bin/healthcheck.mjs`]);
    expect(lastOf(last(), 'STOPSIGNAL')).toBe('SIGTERM');
    expect(lastOf(last(), 'VOLUME')).toBe('/data');
    expect(lastOf(last(), 'RUN')).toMatch(/install -d -o node -g node -m 0750 \/data/);
    expect(lastOf(last(), 'EXPOSE')).toBe('8080/tcp 8080/udp 8081/udp');
  });

  test('what it sends to the builder has no history, keys, databases or other people’s builds', async () => {
    const lines = (await readFile(join(root, '.dockerignore'), 'utf8')).split('\n');
    for (const pattern of [
      '.git',
      '**/.env*',
      '**/*.db',
      '**/*.pem',
      '**/*.key',
      '**/node_modules',
      '**/dist',
    ])
      expect(lines).toContain(pattern);
    expect(lines.filter((line) => line.startsWith('!'))).toEqual([
      '!bench/package.json',
      '!e2e/package.json',
      '!packages/desktop-contract/package.json',
      '!apps/desktop/package.json',
    ]);
  });
});

describe(`the image, started as ${isRoot ? 'user 65534' : 'the user who runs the tests'}`, () => {
  let port: number;
  let child: Child | undefined;

  beforeAll(async () => {
    port = await freePort();
  });

  afterAll(() => child?.stop());

  /** The image's environment, with this folder for its root, and nothing of the one that runs the tests. */
  function environment(): Record<string, string> {
    const ofImage = Object.entries(environmentOf(last())).map(([name, text]) => [
      name,
      text.replaceAll(home, image).replace('file:/data/', `file:${data}/`),
    ]);
    return {
      ...Object.fromEntries(ofImage),
      PATH: `${join(image, 'bin')}:${process.env['PATH'] ?? ''}`,
      PORT: String(port),
      HOST: '127.0.0.1',
      MAUZIN_METRICS_PORT: '0',
    };
  }

  /** A program of the image, as that user. */
  function asUser(...command: readonly string[]): readonly [string, readonly string[]] {
    const [program = '', ...args] = command;
    if (!isRoot) return [program, args];
    return [
      'setpriv',
      [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--no-new-privs', '--', ...command],
    ];
  }

  function exec(...command: readonly string[]): Promise<string> {
    const [program, args] = asUser(...command);
    return run(program, args, { cwd: data, env: environment() });
  }

  const answer = async (path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null))?.status ?? 0;

  test('its command adds a station, as `docker compose exec mauzin mauzin station add` does', async () => {
    const added = await exec(
      'mauzin',
      'station',
      'add',
      'noor',
      '--name',
      'Masjid an-Noor',
      '--language',
      'ar',
      '--json',
    );
    expect(JSON.parse(added)).toMatchObject({ station: { slug: 'noor' } });
    expect(await exec('mauzin', 'station', 'list')).toContain('noor');
    expect((await readdir(data)).every((file) => file.startsWith('mauzin.db'))).toBe(true);
  });

  test('it serves the station and its page, and is healthy and ready', async () => {
    const [, , ...entry] = listOf(lastOf(last(), 'ENTRYPOINT')!);
    const [program, args] = asUser(...entry, ...listOf(lastOf(last(), 'CMD')!));
    child = startChild(program, args, { cwd: data, env: environment() });
    await expect.poll(() => answer('/readyz'), { timeout: 20_000 }).toBe(200);
    expect(await answer('/healthz')).toBe(200);
    expect(await answer('/api/stations/noor')).toBe(200);
    const page = await fetch(`http://127.0.0.1:${port}/s/noor`);
    expect(await page.text()).toContain('Masjid an-Noor');
    const owner = await stat(`/proc/${child.process.pid}`);
    expect(owner.uid).toBe(user);
  });

  test('the health check tells a running service from none', async () => {
    const [node = '', script = ''] = listOf(lastOf(last(), 'HEALTHCHECK')!);
    const check = [node, script.replace(home, image)];
    await expect(exec(...check)).resolves.toBe('');
    const [program, args] = asUser(...check);
    const other = await freePort();
    await expect(run(program, args, { env: { ...environment(), PORT: String(other) } })).rejects.toThrow(
      /ended with 1/,
    );
  });

  test('the database is backed up while it runs, and not put back under it', async () => {
    const copy = join(data, 'backup');
    await exec('mauzin', 'backup', copy);
    await exec('mauzin', 'station', 'add', 'huda', '--name', 'Masjid al-Huda', '--language', 'en');
    await expect(exec('mauzin', 'restore', copy)).rejects.toThrow(/A service runs with this database/);
    expect(await exec('mauzin', 'station', 'list')).toContain('huda');
  });

  test('SIGTERM ends it with 0 within ten seconds', async () => {
    const started = performance.now();
    child?.process.kill('SIGTERM');
    expect(await child?.exited).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('then the backup takes the database’s place, and what was there is kept', async () => {
    await exec('mauzin', 'restore', join(data, 'backup'));
    const stations = await exec('mauzin', 'station', 'list');
    expect(stations).toContain('noor');
    expect(stations).not.toContain('huda');
    expect(await readdir(data)).toContain('mauzin.db.before-restore');
  });
});
