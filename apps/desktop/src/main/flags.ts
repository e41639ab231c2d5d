import type { windowFlags } from '../flags/flags.mjs';

/** What the command line asks of the window's program. */
export interface Flags {
  /** Go on the air as soon as the window is up. */
  readonly goLive: boolean;
  /** Where settings are kept instead of the system's place. */
  readonly userData: string | null;
  /** The PIN was forgotten: take it away. */
  readonly resetPin: boolean;
}

/** Reads the flags that are ours; Electron and Chromium have their own, so unknown ones are left alone. */
export function readFlags(args: readonly string[]): Flags {
  const isGiven = (name: WindowFlag): boolean => args.includes(`--${name}`);
  const valueOf = (name: WindowFlag): string | null => {
    const prefix = `--${name}=`;
    return args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length) || null;
  };
  return {
    goLive: isGiven('go-live'),
    userData: valueOf('user-data'),
    resetPin: isGiven('reset-pin'),
  };
}

type WindowFlag = keyof typeof windowFlags;
