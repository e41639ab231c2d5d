import { desktopTexts } from '@mauzin/desktop-contract';
import { pickLanguage } from '@mauzin/shared';
import { generateBroadcasterKey } from '@mauzin/signal';
import type { App, SafeStorage } from 'electron';

import type { Vault } from './settings-file.ts';
import { SettingsStore } from './settings-store.ts';

/** The settings of this person on this machine, the keys sealed by the system where it can. */
export function openStore(app: Pick<App, 'getLocale' | 'getPath'>, safe: SafeStorage): SettingsStore {
  const language = pickLanguage([app.getLocale()]);
  return new SettingsStore({
    folder: app.getPath('userData'),
    vault: systemVault(safe),
    now: Date.now,
    newKey: () => generateBroadcasterKey(),
    firstStation: { slug: 'mosque', name: desktopTexts[language].firstStationName, language },
  });
}

function systemVault(safe: SafeStorage): Vault | null {
  if (!safe.isEncryptionAvailable()) return null;
  return {
    seal: (text) => safe.encryptString(text),
    open: (sealed) => safe.decryptString(sealed),
  };
}
