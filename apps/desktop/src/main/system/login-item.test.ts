import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { LoginItem, type LoginPort, systemLoginItems, xdgAutostart } from './login-item.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mauzin-login-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const failures: boolean[] = [];
const log: string[] = [];
function follow(port: LoginPort): LoginItem {
  failures.length = 0;
  log.length = 0;
  return new LoginItem({ port, onFailed: (failed) => failures.push(failed), log: (line) => log.push(line) });
}

describe('on Linux', () => {
  const path = (): string => join(folder, 'autostart', 'mauzin.desktop');
  const port = (...command: string[]): LoginPort =>
    xdgAutostart({ configFolder: folder, command, name: 'Mauzin' });

  test('a desktop entry stands in the autostart folder while it is on', () => {
    const item = follow(port('/opt/Mauzin/mauzin'));
    item.set(false);
    expect(existsSync(join(folder, 'autostart'))).toBe(false);
    item.set(true);
    expect(readFileSync(path(), 'utf8')).toBe(
      '[Desktop Entry]\nType=Application\nName=Mauzin\nExec="/opt/Mauzin/mauzin"\nTerminal=false\n',
    );
    expect(readdirSync(join(folder, 'autostart'))).toEqual(['mauzin.desktop']);
    item.set(false);
    expect(existsSync(path())).toBe(false);
    expect(failures).toEqual([false, false, false]);
  });

  test('what another version left behind is mended at start, in both directions', () => {
    follow(port('/old/mauzin')).set(true);
    follow(port('/new/mauzin')).set(true);
    expect(readFileSync(path(), 'utf8')).toContain('Exec="/new/mauzin"');
    const off = follow(port('/newer/mauzin'));
    off.set(false);
    expect(existsSync(path())).toBe(false);
    expect(failures).toEqual([false]);
  });

  test('an argument is quoted as the specification has it', () => {
    follow(port('/a b/"$`%\\', '--user-data=/tmp/x')).set(true);
    expect(readFileSync(path(), 'utf8')).toContain(
      'Exec="/a b/\\\\"\\\\$\\\\`%%\\\\\\\\" "--user-data=/tmp/x"\n',
    );
  });

  test('a folder that cannot be written is said', () => {
    writeFileSync(join(folder, 'autostart'), '');
    follow(port('/opt/mauzin')).set(true);
    expect(failures).toEqual([true]);
    expect(log).toHaveLength(1);
  });
});

describe('where the system keeps a list', () => {
  test('Electron is asked, once for each change', () => {
    const asked: boolean[] = [];
    let on = false;
    const item = follow(
      systemLoginItems({
        getLoginItemSettings: () => ({ openAtLogin: on }) as Electron.LoginItemSettings,
        setLoginItemSettings: ({ openAtLogin = false }) => {
          asked.push(openAtLogin);
          on = openAtLogin;
        },
      }),
    );
    for (const wanted of [false, true, true, false]) item.set(wanted);
    expect(asked).toEqual([true, false]);
    expect(failures).toEqual([false, false, false]);
  });

  test('a system that does not do it is believed by what it says afterwards', () => {
    const item = follow({ set: () => undefined, is: (on) => !on });
    item.set(true);
    expect(failures).toEqual([true]);
    item.set(false);
    expect(failures).toEqual([true, false]);
  });
});
