import type { Language } from '@mauzin/shared';

import { en } from './desktop/en.ts';
import { ar } from './desktop/ar.ts';
import { ur } from './desktop/ur.ts';
import { tr } from './desktop/tr.ts';
import { id } from './desktop/id.ts';
import { fr } from './desktop/fr.ts';
import type { DesktopTexts } from './desktop/texts.ts';

export type { DesktopTexts };

export const desktopTexts: Record<Language, DesktopTexts> = { en, ar, ur, tr, id, fr };
