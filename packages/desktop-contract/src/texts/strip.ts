import type { Language } from '@mauzin/shared';

import { en } from './strip/en.ts';
import { ar } from './strip/ar.ts';
import { ur } from './strip/ur.ts';
import { tr } from './strip/tr.ts';
import { id } from './strip/id.ts';
import { fr } from './strip/fr.ts';
import type { StripTexts } from './strip/texts.ts';

export type { StripTexts };

export const stripTexts: Record<Language, StripTexts> = { en, ar, ur, tr, id, fr };
