import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, test, vi } from 'vitest';

import { demand, holdClass, holdModule, objectionTo, refusal } from '../electron-stand-in/enforce.ts';
import { becomeReady } from '../electron-stand-in/readiness.ts';
import { rules } from '../electron-stand-in/rules.ts';

const types = readFileSync(createRequire(import.meta.url).resolve('electron/electron.d.ts'), 'utf8');

/** What Electron's types say of an interface or class, all its parts. */
function typeOf(name: string): string {
  const blocks = types.matchAll(
    new RegExp(
      `^  (?:interface|class) ${name}(?: extends [\\w.]+)? (?:implements \\S+ )?\\{[^]*?^  \\}`,
      'gm',
    ),
  );
  return [...blocks].map(([block]) => block).join('\n');
}
const typeNames: Readonly<Record<string, readonly string[]>> = {
  'app.commandLine': ['CommandLine'],
  BrowserWindow: ['BrowserWindow', 'BaseWindow'],
  nativeImage: ['NativeImage'],
};
const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

test.each(Object.keys(rules))('Electron has %s', (call) => {
  const [, module = '', member = ''] = /^(.+?)\.([\w()-]+)$/.exec(call) ?? [];
  const text = (typeNames[module] ?? [upperFirst(module)]).map(typeOf).join('\n');
  const event = /^on\((.+)\)$/.exec(member)?.[1];
  const name = member === 'new' ? 'constructor' : member;
  const declared = event === undefined ? `(?:static )?${name}\\(` : `on\\(event: '${event}'`;
  expect(text).toMatch(new RegExp(`^ {4}${declared}`, 'm'));
});

test('a call is refused that is not listed, comes too early or too late, or on the wrong system', () => {
  expect(objectionTo('app.setBadgeCount')).toContain('not on the list');
  expect(objectionTo('safeStorage.encryptString')).toContain('not on the list');
  expect(objectionTo('app.setAppUserModelId')).toContain('exists on win32 only');
  expect(objectionTo('app.enableSandbox')).toBeNull();
  expect(objectionTo('BrowserWindow.new')).toContain('once the app is ready');
  becomeReady();
  expect(objectionTo('app.enableSandbox')).toContain('before the app is ready');
  expect(objectionTo('BrowserWindow.new')).toBeNull();
});

test('a refusal is thrown and printed; what the list does not know cannot even be offered', () => {
  const printed = vi.spyOn(console, 'error').mockReturnValue(undefined);
  expect(() => demand('app.setBadgeCount')).toThrow('app.setBadgeCount: it is not on the list');
  expect(printed).toHaveBeenCalledWith(expect.stringContaining(`${refusal} app.setBadgeCount`));
  const window = { isMinimized: () => true, center: () => undefined };
  expect(() => holdModule('BrowserWindow', window)).toThrow('BrowserWindow.center');
  class Held {
    isMinimized = (): boolean => true;
    quit(): string {
      return 'quits';
    }
    enableSandbox(): string {
      return 'too late';
    }
  }
  holdClass('app', Held);
  expect(new Held().quit()).toBe('quits');
  expect(() => new Held().enableSandbox()).toThrow('before the app is ready');
  printed.mockRestore();
});
