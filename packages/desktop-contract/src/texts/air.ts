import type { Language } from '@mauzin/shared';

import { en } from './air/en.ts';
import { ar } from './air/ar.ts';
import { ur } from './air/ur.ts';
import { tr } from './air/tr.ts';
import { id } from './air/id.ts';
import { fr } from './air/fr.ts';
import type { AirTexts } from './air/texts.ts';

export type { AirTexts };

export const airTexts: Record<Language, AirTexts> = { en, ar, ur, tr, id, fr };
