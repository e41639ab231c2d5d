import type { DesktopState } from '@mauzin/desktop-contract';
import { createContext, use } from 'react';

import type { SettingsWriter } from './settings-writer.ts';

/** What each setting on the page works with. */
export interface SettingsAccess {
  readonly desktop: DesktopState;
  /** Saves a field of a part of the settings. */
  readonly change: SettingsWriter['change'];
  /** Saves what does not build on what was there before. */
  readonly replace: SettingsWriter['replace'];
}

export const SettingsContext = createContext<SettingsAccess | null>(null);

export function useSettings(): SettingsAccess {
  const access = use(SettingsContext);
  if (!access) throw new Error('SettingsContext is missing');
  return access;
}
