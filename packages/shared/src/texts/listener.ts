import type { PageLanguage } from './language.ts';
import { en } from './listener/en.ts';
import { ar } from './listener/ar.ts';
import { ur } from './listener/ur.ts';
import { tr } from './listener/tr.ts';
import { id } from './listener/id.ts';
import { fr } from './listener/fr.ts';
import { ms } from './listener/ms.ts';
import { bn } from './listener/bn.ts';

/** Every word of the phone's page. */
export interface ListenerTexts {
  /** One word or two for each state; shown large. */
  readonly state: Record<
    'connecting' | 'waiting' | 'ready' | 'playing' | 'reconnecting' | 'full' | 'blocked' | 'gone',
    string
  >;
  /** What to do or what happens next, in one sentence. */
  readonly hint: Record<
    | 'connecting'
    | 'waiting'
    | 'waitingUnlocked'
    | 'ready'
    | 'playing'
    | 'reconnecting'
    | 'blocked'
    | 'unsupported'
    | 'unreachable'
    | 'offline',
    string
  >;
  readonly button: Record<'listen' | 'listenWhenLive' | 'stop' | 'tryAgain' | 'reload', string>;
  readonly volume: string;
  readonly language: string;
  readonly privacy: string;
  /** With `{seconds}` and `{megabytes}` in their places. */
  readonly figures: Record<'behind' | 'perHour', string>;
}

export const listenerTexts: Record<PageLanguage, ListenerTexts> = { en, ar, ur, tr, id, fr, ms, bn };
