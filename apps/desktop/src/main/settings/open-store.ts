import { desktopTexts } from '@mauzin/desktop-contract';
import { pickLanguage } from '@mauzin/shared';
import { generateBroadcasterKey } from '@mauzin/signal';
import type { App, SafeStorage } from 'electron';

import { SettingsStore } from './settings-store.ts';
import { systemVault } from './system-vault.ts';

/** The settings of this person on this machine, the keys sealed by the system where it can. Waits for nothing. */
export function openStore(app: Pick<App, 'getLocale' | 'getPath'>, safe: SafeStorage): SettingsStore {
  const language = pickLanguage([app.getLocale()]);
  return new SettingsStore({
    folder: app.getPath('userData'),
    vault: systemVault(safe, process.platform),
    now: Date.now,
    newKey: () => generateBroadcasterKey(),
    firstStation: { slug: 'mosque', name: desktopTexts[language].firstStationName, language },
  });
}
