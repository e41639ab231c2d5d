import type { Language } from '@mauzin/shared';

import { en } from './files/en.ts';
import { ar } from './files/ar.ts';
import { ur } from './files/ur.ts';
import { tr } from './files/tr.ts';
import { id } from './files/id.ts';
import { fr } from './files/fr.ts';

/** Words of the files that the desktop app saves. */
export interface DesktopFileTexts {
  /** Asks where to save what a helper needs to find a fault. */
  readonly diagnostics: Record<'title' | 'kind' | 'fileName', string>;
  /** Asks where to save the page for the wall. `{mosque}` is filled in. */
  readonly poster: Record<'title' | 'kind' | 'fileName', string>;
}

export const desktopFileTexts: Record<Language, DesktopFileTexts> = { en, ar, ur, tr, id, fr };
