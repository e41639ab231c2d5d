/**
 * Packs the built app with a local stand-in for Electron's program and looks at what came out. Needs `out/`, and no network:
 * the installers themselves are made where their tools are.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import manifest from '../package.json' with { type: 'json' };
import { parsePlist } from './builder.ts';
import { machOProgram, makeLinuxRuntime, makeMacRuntime, uuidOf } from './runtime-stand-in.ts';

const projectDir = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'mauzin-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function pack(name: string, platform: Platform, arch: Arch, config: Configuration): Promise<string> {
  const output = join(folder, name);
  await build({
    projectDir,
    publish: 'never',
    targets: platform.createTarget('dir', arch),
    config: { ...config, electronDist: join(folder, `${name}-runtime`), directories: { output } },
  });
  return output;
}

/** Fuse by fuse, whether it is on. */
async function fusesOf(program: string): Promise<Record<string, boolean>> {
  const wire: Partial<Record<number, unknown>> = { ...(await getCurrentFuseWire(program)) };
  const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
  return Object.fromEntries(
    names.map((name) => [name, wire[FuseV1Options[name as keyof typeof FuseV1Options]] === FuseState.ENABLE]),
  );
}

const safeFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

beforeAll(() => {
  if (!existsSync(join(projectDir, 'out/main/index.js')))
    throw new Error('Nothing is built: run "pnpm build" first');
});

describe('packed for Linux', () => {
  let app = '';
  let files: string[] = [];
  const archive = (): string => join(app, 'resources', 'app.asar');
  const unpacked = (path: string): string => join(`${archive()}.unpacked`, path);

  beforeAll(async () => {
    makeLinuxRuntime(join(folder, 'linux-runtime'));
    const output = await pack('linux', Platform.LINUX, Arch.x64, { publish: null });
    app = join(output, 'linux-unpacked');
    files = listPackage(archive(), { isPack: false })
      .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
      .filter((path) => 'size' in (statWithin(archive(), path) ?? {}));
  }, 60_000);

  test('there is the bundle, the manifest and node-datachannel, and nothing else', () => {
    const places = new Set(
      files.map((path) => /^(?:node_modules\/(?:@[^/]+\/)?[^/]+|[^/]+)/.exec(path)?.[0]),
    );
    expect([...places].toSorted((a = '', b = '') => a.localeCompare(b))).toEqual([
      expect.stringMatching(/^node_modules\/@node-datachannel\/linux-x64-/),
      'node_modules/detect-libc',
      'node_modules/node-datachannel',
      'out',
      'package.json',
    ]);
    expect(files).toEqual(
      expect.arrayContaining([
        'out/main/index.js',
        'out/main/engine.js',
        'out/preload/index.cjs',
        'out/renderer/index.html',
        'out/renderer/poster.html',
        'out/listener/index.html',
        'out/listener/shells.json',
        'out/listener/share.png',
        'out/listener/icon-192.png',
      ]),
    );
  });

  test('no sources, tests, maps, types or settings of tools are among them', () => {
    const unwanted =
      /\.(?:tsx?|mts|cts|map|cpp|h|md|ya?ml)$|\.test\.|(?:^|\/)(?:src|test|packaging|CMakeLists)|config/;
    expect(files.filter((path) => unwanted.test(path))).toEqual([]);
    const text = extractFile(archive(), 'out/main/index.js').toString();
    expect(text).not.toContain('sourceMappingURL');
  });

  test('the manifest names what runs, and no dependency but that', () => {
    const packed = JSON.parse(extractFile(archive(), 'package.json').toString()) as Record<string, unknown>;
    expect(packed).toMatchObject({
      name: manifest.name,
      productName: 'Mauzin',
      desktopName: 'app.mauzin.Mauzin.desktop',
      version: manifest.version,
      main: 'out/main/index.js',
    });
    expect(Object.keys(packed['dependencies'] as object)).toEqual(['node-datachannel']);
    expect(packed).not.toHaveProperty('devDependencies');
    expect(packed).not.toHaveProperty('scripts');
  });

  test('the native part lies outside the archive and can be loaded from there', () => {
    const scope = unpacked('node_modules/@node-datachannel');
    const [platform = ''] = readdirSync(scope);
    const native = join(scope, platform, 'node_datachannel.node');
    const library = createRequire(import.meta.url)(native) as Record<string, unknown>;
    expect(library['PeerConnection']).toBeTypeOf('function');
  });

  test('nothing is imported that was not packed', () => {
    const there = new Set(['electron', ...builtinModules]);
    const outside = files
      .filter((path) => /^out\/(?:main|preload)\/.*\.c?js$/.test(path))
      .flatMap((path) => importsOf(extractFile(archive(), path).toString()))
      .filter((name) => !name.startsWith('.') && !there.has(name.replace(/^node:/, '')));
    expect([...new Set(outside)]).toEqual(['node-datachannel']);
  });

  test('its fuses are blown as they should be', async () => {
    expect(await fusesOf(join(app, 'mauzin'))).toEqual(safeFuses);
  });

  test('what is ours is small', () => {
    const bytes = statSync(archive()).size + sizeOf(`${archive()}.unpacked`);
    expect(bytes).toBeLessThan(20_000_000);
    process.stdout.write(`the app without Electron: ${(bytes / 1e6).toFixed(1)} MB\n`);
  });
});

describe('packed for macOS', () => {
  let contents = '';
  beforeAll(async () => {
    makeMacRuntime(join(folder, 'mac-runtime'));
    // Made from our picture where the tool for that is at hand.
    const icon = join(folder, 'icon.icns');
    writeFileSync(icon, 'icns');
    const output = await pack('mac', Platform.MAC, Arch.x64, {
      mac: { identity: null, icon },
      publish: null,
    });
    contents = join(output, 'mac', 'Mauzin.app', 'Contents');
  }, 60_000);

  test('the system is told why it hears, and the archive’s hash', () => {
    const info = parsePlist(readFileSync(join(contents, 'Info.plist'), 'utf8'));
    expect(info).toMatchObject({
      CFBundleIdentifier: 'app.mauzin.desktop',
      NSMicrophoneUsageDescription: expect.stringContaining('sound') as unknown,
      NSAudioCaptureUsageDescription: expect.stringContaining('sound') as unknown,
    });
    const { headerString } = getRawHeader(join(contents, 'Resources', 'app.asar'));
    const hash = createHash('sha256').update(headerString).digest('hex');
    expect(info['ElectronAsarIntegrity']).toEqual({ 'Resources/app.asar': { algorithm: 'SHA256', hash } });
  });

  test('each of its programs has a UUID that no other app has', () => {
    const programs = ['MacOS/Mauzin', 'Frameworks/Mauzin Helper.app/Contents/MacOS/Mauzin Helper'];
    const uuids = programs.map((path) => uuidOf(readFileSync(join(contents, path))));
    expect(uuids).not.toContain(uuidOf(machOProgram()));
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  test('its fuses are blown as they should be', async () => {
    expect(await fusesOf(join(contents, '..'))).toEqual(safeFuses);
  });
});

/** Where and how large a file is; null for a folder. */
function statWithin(archive: string, path: string): object | null {
  let node: { readonly files?: Record<string, object> } = getRawHeader(archive).header;
  for (const part of path.split('/')) node = node.files?.[part] ?? {};
  return 'files' in node ? null : node;
}

function importsOf(source: string): string[] {
  const text = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return [
    ...text.matchAll(/(?:^|[;\n])(?:import|export)\b[^;'"()]*?['"]([^'"\n]+)['"]/g),
    ...text.matchAll(/\b(?:require|__require|import)\(\s*['"]([^'"\n]+)['"]\s*\)/g),
  ].map(([, name]) => name ?? '');
}

const sizeOf = (path: string): number =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size;
