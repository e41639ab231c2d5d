import type { FailureCode } from '../protocol/index.ts';
import { en as enDocument } from './document/en.ts';
import { ar as arDocument } from './document/ar.ts';
import { ur as urDocument } from './document/ur.ts';
import { tr as trDocument } from './document/tr.ts';
import { id as idDocument } from './document/id.ts';
import { fr as frDocument } from './document/fr.ts';
import { ms as msDocument } from './document/ms.ts';
import { bn as bnDocument } from './document/bn.ts';
import type { DocumentTexts } from './document/texts.ts';
import { en as enFailures } from './failures/en.ts';
import { ar as arFailures } from './failures/ar.ts';
import { ur as urFailures } from './failures/ur.ts';
import { tr as trFailures } from './failures/tr.ts';
import { id as idFailures } from './failures/id.ts';
import { fr as frFailures } from './failures/fr.ts';
import { ms as msFailures } from './failures/ms.ts';
import { bn as bnFailures } from './failures/bn.ts';
import { en as enListener } from './listener/en.ts';
import { ar as arListener } from './listener/ar.ts';
import { ur as urListener } from './listener/ur.ts';
import { tr as trListener } from './listener/tr.ts';
import { id as idListener } from './listener/id.ts';
import { fr as frListener } from './listener/fr.ts';
import { ms as msListener } from './listener/ms.ts';
import { bn as bnListener } from './listener/bn.ts';
import type { ListenerTexts } from './listener/texts.ts';
import type { PageLanguage } from './language.ts';

export type { DocumentTexts, ListenerTexts };

export const documentTexts: Record<PageLanguage, DocumentTexts> = {
  en: enDocument,
  ar: arDocument,
  ur: urDocument,
  tr: trDocument,
  id: idDocument,
  fr: frDocument,
  ms: msDocument,
  bn: bnDocument,
};

/** What a failure means and what a person can do, in one or two sentences. */
export const failureTexts: Record<PageLanguage, Record<FailureCode, string>> = {
  en: enFailures,
  ar: arFailures,
  ur: urFailures,
  tr: trFailures,
  id: idFailures,
  fr: frFailures,
  ms: msFailures,
  bn: bnFailures,
};

export const listenerTexts: Record<PageLanguage, ListenerTexts> = {
  en: enListener,
  ar: arListener,
  ur: urListener,
  tr: trListener,
  id: idListener,
  fr: frListener,
  ms: msListener,
  bn: bnListener,
};
