import type { Language } from '@mauzin/shared';

import { en } from './guide/en.ts';
import { ar } from './guide/ar.ts';
import { ur } from './guide/ur.ts';
import { tr } from './guide/tr.ts';
import { id } from './guide/id.ts';
import { fr } from './guide/fr.ts';
import type { GuideTexts } from './guide/texts.ts';

export type { GuideTexts };

export const guideTexts: Record<Language, GuideTexts> = { en, ar, ur, tr, id, fr };
