import type { Page } from 'playwright';
import type { RecordedCall } from '../electron-stand-in/calls.ts';
import type { Pulse } from './pulse.ts';

export type { RecordedCall };

/** What a function that runs in the app's main process gets as its first argument. */
export type ElectronModule = typeof Electron.CrossProcessExports;

export interface DesktopOptions {
  /** The built main bundle; default: the desktop app's. */
  readonly main?: string;
  readonly pulse?: Pulse;
  readonly env?: Readonly<Record<string, string>>;
  /** A folder for the app's data. Given, it is kept when the app closes, so that a second start finds what the first one stored. */
  readonly userData?: string;
  /** Writes into that folder what the app shall find, before it starts. */
  readonly prepare?: (userData: string) => Promise<void>;
  /** The app's own command line. */
  readonly args?: readonly string[];
  /** The system's language, BCP 47. */
  readonly locale?: string;
  /** How long the app may take to show its first window. */
  readonly timeoutMs?: number;
}

export interface DesktopApp {
  /** What the app runs on: a report on its tests should say it. */
  readonly runsOn: 'stand-in' | 'electron';
  /** The window's page; after a crash the one that {@link nextPage} returned last. */
  readonly page: Page;
  readonly userData: string;
  /** Of the main process. */
  readonly pid: number;
  /** Resolves with the exit code. */
  readonly exited: Promise<number>;
  /** Waits for a window's page other than the current one, as after a crash, and makes it the current one. */
  nextPage(): Promise<Page>;
  /** Runs a function in the main process. It may use its arguments only, and these must fit into JSON. */
  evaluate<Result, Arg>(
    fn: (electron: ElectronModule, arg: Arg) => Result | Promise<Result>,
    arg: Arg,
  ): Promise<Result>;
  /** What main asked the system for (a notification, a tray, …). Always empty on a real Electron. */
  calls(): Promise<readonly RecordedCall[]>;
  /** Everything that main and its utility processes printed. */
  output(): string;
  /** Crashes the window's page, and resolves when it has crashed. */
  crashRenderer(): Promise<void>;
  /** Quits the app as a person would, and resolves with its exit code. Harmless when repeated. */
  close(): Promise<number>;
}

/** The app ended before it showed a window. */
export class DesktopEnded extends Error {
  override readonly name = 'DesktopEnded';
  readonly code: number;
  readonly output: string;

  constructor(code: number, output: string) {
    super(`The desktop app ended with ${code} before it showed a window:\n${output}`);
    this.code = code;
    this.output = output;
  }
}

export async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  page.goto('chrome://crash').catch(() => undefined); // never arrives
  await crashed;
}
