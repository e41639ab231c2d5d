import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Configuration } from 'electron-builder';
import { afterEach, expect, test, vi } from 'vitest';

import manifest from '../package.json' with { type: 'json' };
import { parsePlist, validateConfiguration } from './builder.ts';

const folder = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** The configuration as this environment makes it. */
async function configuration(): Promise<Configuration> {
  vi.resetModules();
  return (await import('../electron-builder.ts')).default;
}
afterEach(() => vi.unstubAllEnvs());

test('it is valid for every system, by electron-builder’s own schema', async () => {
  await expect(validateConfiguration(await configuration())).resolves.toBeUndefined();
  await expect(validateConfiguration({ win: { targets: [] } } as Configuration)).rejects.toThrow(
    'configuration.win',
  );
});

test('each system gets what it installs from', async () => {
  const { linux, mac, win } = await configuration();
  expect(win?.target).toEqual(['nsis']);
  expect(mac?.target).toEqual(['dmg', 'zip']);
  expect(linux?.target).toEqual(['AppImage', 'deb']);
});

test('the app calls itself as its installers do, and Linux’ portals find its entry by a valid name', async () => {
  const { productName, linux } = await configuration();
  // Electron reads these two from package.json, and nowhere else.
  expect(manifest.productName).toBe(productName);
  // Of GApplication: at least two parts, each beginning with a letter.
  expect(manifest.desktopName).toMatch(/^[a-z][\w-]*(?:\.[A-Za-z][\w-]*)+\.desktop$/);
  expect(linux?.syncDesktopName).toBe(true);
});

test('the AppImage needs no libfuse2', async () => {
  expect((await configuration()).toolsets?.appimage).toBe('1.0.3');
});

test('updates come from where the build says, and from nowhere otherwise', async () => {
  vi.stubEnv('MAUZIN_UPDATES_URL', '');
  expect((await configuration()).publish).toBeNull();
  vi.stubEnv('MAUZIN_UPDATES_URL', 'https://updates.example/mauzin');
  expect((await configuration()).publish).toEqual([
    { provider: 'generic', url: 'https://updates.example/mauzin' },
  ]);
});

test('files that it names are there', async () => {
  const { icon, mac, nsis } = await configuration();
  for (const path of [icon, nsis?.include, mac?.entitlements, mac?.entitlementsInherit]) {
    expect(existsSync(join(folder, path ?? 'missing'))).toBe(true);
  }
});

test('on macOS it runs hardened, and may hear', async () => {
  const { mac } = await configuration();
  expect(mac?.hardenedRuntime).toBe(true);
  for (const path of [mac?.entitlements ?? '', mac?.entitlementsInherit ?? '']) {
    // Nothing that would let others' code in.
    expect(parsePlist(read(path))).toEqual({
      'com.apple.security.cs.allow-jit': true,
      'com.apple.security.device.audio-input': true,
    });
  }
});

test('the Windows installer lets phones in to this program alone, and takes that back', async () => {
  const { nsis } = await configuration();
  // Only for the whole machine it has the right to.
  expect(nsis).toMatchObject({ perMachine: true, oneClick: true });
  const script = read(nsis?.include ?? '');
  const macros = new Map(
    [...script.matchAll(/^!macro (\w+)(?: \w+)?\n([\s\S]*?)^!macroend$/gm)].map(([, name, body]) => [
      name,
      body,
    ]),
  );
  expect(script.match(/^!macro /gm)).toHaveLength(macros.size);
  expect(script.match(/^!macroend$/gm)).toHaveLength(macros.size);
  const add = macros.get('addFirewallRule') ?? '';
  const remove = macros.get('removeFirewallRules') ?? '';
  const program = 'program="$INSTDIR\\${APP_EXECUTABLE_FILENAME}"';
  expect(add).toContain('advfirewall firewall add rule');
  expect(add).toContain(`dir=in action=allow ${program} protocol=\${PROTOCOL} profile=private,domain`);
  expect(remove).toContain(`advfirewall firewall delete rule name="\${FIREWALL_RULE}" ${program}`);
  const insertedIn = (name: string): string[] =>
    [...(macros.get(name) ?? '').matchAll(/!insertmacro (.+)/g)].map(([, what]) => what ?? '');
  expect(insertedIn('customInstall')).toEqual([
    'removeFirewallRules',
    'addFirewallRule TCP',
    'addFirewallRule UDP',
  ]);
  expect(insertedIn('customUnInstall')).toEqual(['removeFirewallRules']);
  // Each command in one pair of quotes, and its answer taken from the stack.
  for (const line of script.match(/^\s*nsExec::.*$/gm) ?? []) {
    expect(line).toMatch(/^ {2}nsExec::Exec '[^']+'$/);
    expect(line.match(/"/g)?.length ?? 1).toSatisfy((quotes: number) => quotes % 2 === 0);
  }
  expect(script.match(/nsExec::/g)).toHaveLength(script.match(/^\s*Pop \$0$/gm)?.length ?? 0);
});

test('the icon is a square picture, large enough for every system', () => {
  const icon = readFileSync(join(folder, 'build/icon.png'));
  expect(icon.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([1_024, 1_024]);
});
