import type { CallArgument, DesktopState } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import type { LiveBy } from './air/live-by.ts';
import type { AlarmChange } from './alarms/alarms.ts';
import type { SettingsStore } from './settings/settings-store.ts';

/** What the desktop asks of the world around it. */
export interface DesktopActions {
  copyText(text: string): void;
  openLink(url: string): Promise<void>;
  openPrivacySettings(what: CallArgument<'open-privacy-settings'>): Promise<void>;
  log(line: string): void;
}

/** Whoever acts on what happens in the model. */
export interface DesktopObserver {
  /** The state changed: show it, print it, keep the machine awake. Its time on air is that of this moment. */
  changed?(state: DesktopState): void;
  /** Somebody went live or stopped. */
  wanted?(live: boolean, by: LiveBy): void;
  /** @param levelDbfs of the mix; null while nobody measures it */
  alarm?(change: AlarmChange, levelDbfs: number | null): void;
}

export interface DesktopOptions {
  readonly store: SettingsStore;
  readonly actions: DesktopActions;
  readonly clock: ClockPort;
  /** BCP 47 tags that the system prefers, best first. */
  readonly systemLanguages: readonly string[];
  readonly hasPrivacySettings: boolean;
  readonly version: string;
  /** The folder that recordings go to unless the admin chose another. */
  readonly recordingsFolder: string;
}

/** The parts of the window's state that others than this model know. */
export type Told = Pick<
  DesktopState,
  'lock' | 'update' | 'shortcutTaken' | 'startAtLoginFailed' | 'windowSeen' | 'wakes'
>;

/** What holds until they speak. */
export const untold: Told = {
  lock: { pinSet: false, locked: false },
  update: { name: 'off' },
  shortcutTaken: false,
  startAtLoginFailed: false,
  windowSeen: true,
  wakes: 0,
};
