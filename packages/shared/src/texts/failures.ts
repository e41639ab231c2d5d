import type { FailureCode } from '../protocol/index.ts';
import type { Language } from './language.ts';
import { en } from './failures/en.ts';
import { ar } from './failures/ar.ts';
import { ur } from './failures/ur.ts';
import { tr } from './failures/tr.ts';
import { id } from './failures/id.ts';
import { fr } from './failures/fr.ts';

/** What a failure means and what a person can do, in one or two sentences. */
export const failureTexts: Record<Language, Record<FailureCode, string>> = { en, ar, ur, tr, id, fr };
