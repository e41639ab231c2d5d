import { SettingsStore } from '../main/settings/settings-store.ts';

/** The settings of an app that is started in this folder, with nothing chosen yet, on a system without a vault. */
export const freshSettings = (folder: string, newKey = 'inside-key'): SettingsStore =>
  new SettingsStore({
    folder,
    vault: null,
    now: () => 0,
    newKey: () => newKey,
    firstStation: { slug: 'mosque', name: 'Mosque', language: 'en' },
  });
