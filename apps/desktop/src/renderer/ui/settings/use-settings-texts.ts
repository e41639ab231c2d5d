import { type SettingsTexts, settingsTexts } from '@mauzin/shared';

import { useLanguage } from '../use-window.ts';

export const useSettingsTexts = (): SettingsTexts => settingsTexts[useLanguage()];
