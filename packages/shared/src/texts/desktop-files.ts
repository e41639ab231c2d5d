import type { Language } from './language.ts';
import { en } from './desktop-files/en.ts';
import { ar } from './desktop-files/ar.ts';
import { ur } from './desktop-files/ur.ts';
import { tr } from './desktop-files/tr.ts';
import { id } from './desktop-files/id.ts';
import { fr } from './desktop-files/fr.ts';

/** Words of the files that the desktop app saves. */
export interface DesktopFileTexts {
  /** Asks where to save what a helper needs to find a fault. */
  readonly diagnostics: Record<'title' | 'kind' | 'fileName', string>;
  /** Asks where to save the page for the wall. `{mosque}` is filled in. */
  readonly poster: Record<'title' | 'kind' | 'fileName', string>;
}

export const desktopFileTexts: Record<Language, DesktopFileTexts> = { en, ar, ur, tr, id, fr };
