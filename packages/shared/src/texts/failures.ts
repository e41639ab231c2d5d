import type { FailureCode } from '../protocol/index.ts';
import type { PageLanguage } from './language.ts';
import { en } from './failures/en.ts';
import { ar } from './failures/ar.ts';
import { ur } from './failures/ur.ts';
import { tr } from './failures/tr.ts';
import { id } from './failures/id.ts';
import { fr } from './failures/fr.ts';
import { ms } from './failures/ms.ts';
import { bn } from './failures/bn.ts';

/** What a failure means and what a person can do, in one or two sentences. */
export const failureTexts: Record<PageLanguage, Record<FailureCode, string>> = {
  en,
  ar,
  ur,
  tr,
  id,
  fr,
  ms,
  bn,
};
