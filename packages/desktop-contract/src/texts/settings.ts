import type { Language } from '@mauzin/shared';

import { en } from './settings/en.ts';
import { ar } from './settings/ar.ts';
import { ur } from './settings/ur.ts';
import { tr } from './settings/tr.ts';
import { id } from './settings/id.ts';
import { fr } from './settings/fr.ts';
import type { SettingsTexts } from './settings/texts.ts';

export type { SettingsTexts };

export const settingsTexts: Record<Language, SettingsTexts> = { en, ar, ur, tr, id, fr };
