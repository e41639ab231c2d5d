import type { Language } from '@mauzin/shared';

import { en } from './poster/en.ts';
import { ar } from './poster/ar.ts';
import { ur } from './poster/ur.ts';
import { tr } from './poster/tr.ts';
import { id } from './poster/id.ts';
import { fr } from './poster/fr.ts';
import type { PosterTexts } from './poster/texts.ts';

export type { PosterTexts };

export const posterTexts: Record<Language, PosterTexts> = { en, ar, ur, tr, id, fr };
