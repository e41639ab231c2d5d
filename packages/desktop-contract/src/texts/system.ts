import type { Language } from '@mauzin/shared';

import { en } from './system/en.ts';
import { ar } from './system/ar.ts';
import { ur } from './system/ur.ts';
import { tr } from './system/tr.ts';
import { id } from './system/id.ts';
import { fr } from './system/fr.ts';
import type { SystemTexts } from './system/texts.ts';

export type { SystemTexts };

export const systemTexts: Record<Language, SystemTexts> = { en, ar, ur, tr, id, fr };
