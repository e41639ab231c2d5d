import type { PageLanguage } from './language.ts';
import { en } from './document/en.ts';
import { ar } from './document/ar.ts';
import { ur } from './document/ur.ts';
import { tr } from './document/tr.ts';
import { id } from './document/id.ts';
import { fr } from './document/fr.ts';
import { ms } from './document/ms.ts';
import { bn } from './document/bn.ts';
import type { DocumentTexts } from './document/texts.ts';

export type { DocumentTexts };

export const documentTexts: Record<PageLanguage, DocumentTexts> = { en, ar, ur, tr, id, fr, ms, bn };
