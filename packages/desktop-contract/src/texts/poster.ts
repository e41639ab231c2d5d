import type { Language } from '@mauzin/shared';

import { en } from './poster/en.ts';
import { ar } from './poster/ar.ts';
import { ur } from './poster/ur.ts';
import { tr } from './poster/tr.ts';
import { id } from './poster/id.ts';
import { fr } from './poster/fr.ts';

/** Words of the page for the wall. */
export interface PosterTexts {
  /** What it is for, large. */
  readonly headline: string;
  /** What to do, in one sentence. */
  readonly how: string;
  /** Where the phone must be, for a station on the mosque's own network. */
  readonly network: string;
  /** For a private station whose code does not stand on the poster. */
  readonly askForCode: string;
}

export const posterTexts: Record<Language, PosterTexts> = { en, ar, ur, tr, id, fr };
