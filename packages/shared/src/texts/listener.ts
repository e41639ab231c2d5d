import type { PageLanguage } from './language.ts';
import { en } from './listener/en.ts';
import { ar } from './listener/ar.ts';
import { ur } from './listener/ur.ts';
import { tr } from './listener/tr.ts';
import { id } from './listener/id.ts';
import { fr } from './listener/fr.ts';
import { ms } from './listener/ms.ts';
import { bn } from './listener/bn.ts';
import type { ListenerTexts } from './listener/texts.ts';

export type { ListenerTexts };

export const listenerTexts: Record<PageLanguage, ListenerTexts> = { en, ar, ur, tr, id, fr, ms, bn };
