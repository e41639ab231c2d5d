import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { App } from 'electron';

import { writeAtomically } from '../../common/write-atomically.ts';

/** How the system starts a program when somebody logs in. */
export interface LoginPort {
  /** Throws when the system refuses. */
  set(on: boolean): void;
  /** Whether it is as wished: on, and for this very program; or off. */
  is(on: boolean): boolean;
}

/** Windows and macOS keep a list, which Electron speaks to. */
export function systemLoginItems(app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>): LoginPort {
  return {
    set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
    is: (on) => app.getLoginItemSettings().openAtLogin === on,
  };
}

export interface AutostartOptions {
  /** `$XDG_CONFIG_HOME`, or `~/.config`. */
  readonly configFolder: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly name: string;
}

/** Linux: a desktop entry in the autostart folder (XDG Desktop Application Autostart Specification 0.5). */
export function xdgAutostart({ command, configFolder, name }: AutostartOptions): LoginPort {
  const folder = join(configFolder, 'autostart');
  const path = join(folder, 'mauzin.desktop');
  const entry = [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    '',
  ].join('\n');
  return {
    set(on) {
      if (!on) return rmSync(path, { force: true });
      mkdirSync(folder, { recursive: true });
      return writeAtomically(path, entry);
    },
    is(on) {
      if (!existsSync(path)) return !on;
      return on && readFileSync(path, 'utf8') === entry;
    },
  };
}

/**
 * An argument of `Exec` (Desktop Entry Specification 1.5, "The Exec key"): quoted, `"`, `` ` ``, `$` and `\` escaped, once more each
 * backslash for being in a string value, and `%` doubled.
 */
function quoted(argument: string): string {
  const inQuotes = argument.replaceAll(/["`$\\]/g, (character) => `\\${character}`);
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}

export interface LoginItemOptions {
  readonly port: LoginPort;
  /** Whether the system did not do as wished. */
  readonly onFailed: (failed: boolean) => void;
  readonly log: (line: string) => void;
}

/** Starts the app when somebody logs in, where the admin wants that. */
export class LoginItem {
  readonly #options: LoginItemOptions;
  #wanted: boolean | null = null;

  constructor(options: LoginItemOptions) {
    this.#options = options;
  }

  /** The first time, at start, mends what another version of the app left behind. */
  set(on: boolean): void {
    if (on === this.#wanted) return;
    this.#wanted = on;
    const { log, onFailed, port } = this.#options;
    try {
      if (!port.is(on)) port.set(on);
      onFailed(!port.is(on));
    } catch (error) {
      log(`starting at login cannot be ${on ? 'switched on' : 'switched off'}: ${String(error)}`);
      onFailed(true);
    }
  }
}
