import type { PageLanguage } from '@mauzin/shared';

import type { Choices } from '../core/state.ts';
import type { OfferName } from './store.ts';

/** What the one button does: ask for sound, end it, or load the page anew. */
export type ButtonAction = 'listen' | 'stop' | 'reload';

/** Everything that a person can do on the page. */
export interface PageActions extends Readonly<Record<ButtonAction, () => void>> {
  /** 0..1 */
  readonly setVolume: (volume: number) => void;
  readonly speak: (language: PageLanguage) => void;
  readonly choose: (choices: Partial<Choices>) => void;
  /** An offer is taken, or waved away. */
  readonly answer: (offer: OfferName, taken: boolean) => void;
  readonly enterCode: (code: string) => void;
  /** Puts the page's address where it can be pasted from. */
  readonly copyLink: () => void;
  /** The tablet is no receiver any more: back to the page. */
  readonly endReceiver: () => void;
  /** Loudness now, 0..1 of full scale. */
  readonly readLevel: () => number;
}

const nothing = (): void => undefined;
/** The actions of a page that nobody can use yet. */
export const noActions: PageActions = {
  listen: nothing,
  stop: nothing,
  reload: nothing,
  setVolume: nothing,
  speak: nothing,
  choose: nothing,
  answer: nothing,
  enterCode: nothing,
  copyLink: nothing,
  endReceiver: nothing,
  readLevel: () => 0,
};
