import { type SettingsTexts, settingsTexts } from '@mauzin/desktop-contract';

import { useLanguage } from '../use-window.ts';

export const useSettingsTexts = (): SettingsTexts => settingsTexts[useLanguage()];
