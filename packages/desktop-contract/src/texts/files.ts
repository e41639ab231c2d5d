import type { Language } from '@mauzin/shared';

import { en } from './files/en.ts';
import { ar } from './files/ar.ts';
import { ur } from './files/ur.ts';
import { tr } from './files/tr.ts';
import { id } from './files/id.ts';
import { fr } from './files/fr.ts';
import type { DesktopFileTexts } from './files/texts.ts';

export type { DesktopFileTexts };

export const desktopFileTexts: Record<Language, DesktopFileTexts> = { en, ar, ur, tr, id, fr };
