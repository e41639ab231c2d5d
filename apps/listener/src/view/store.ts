import type { PageData, PageLanguage, PageMode, PageTexts, Station } from '@mauzin/shared';
import { createStore, type StoreApi } from 'zustand/vanilla';

import type { ReceiverFacts } from '../core/receiver.ts';
import type { Choices, ListenerState, Offers } from '../core/state.ts';
import type { InAppBrowser } from '../edge/in-app-browser.ts';

/** An offer that the person may take or wave away. */
export type OfferName = 'saver' | 'pocket';

export interface PageState {
  /** Null where there is no such station. */
  readonly station: Station | null;
  readonly mode: PageMode;
  readonly language: PageLanguage;
  /** In `language`. */
  readonly texts: PageTexts;
  /** A language was chosen whose words did not arrive. */
  readonly languageFailed: boolean;
  readonly session: ListenerState;
  /** Whether the session is still in the state that it was drawn in. */
  readonly first: boolean;
  /** Whether the script runs. Before it, what only a script can do is not drawn where nobody sees that. */
  readonly scripted: boolean;
  /** 0..1; null where the platform does not let a page set it. */
  readonly volume: number | null;
  readonly choices: Choices;
  readonly offers: Offers;
  /** Offers that were taken or waved away; they are not made again. */
  readonly answered: readonly OfferName[];
  /** Android ends sound that comes by WebRTC soon after the screen is locked. */
  readonly android: boolean;
  /** The app inside of which the page stands. Null: a browser of its own. */
  readonly inApp: InAppBrowser | null;
  /** The page's address was put where it can be pasted from, or could not be. Null: nobody has asked for it. */
  readonly copied: boolean | null;
  /** In receiver mode, once the script runs. */
  readonly receiver: ReceiverFacts | null;
}
export type PageStore = StoreApi<PageState>;

export const defaultChoices: Choices = { rendition: 'normal', pocket: false, tone: true };
const noOffers: Offers = { saver: false, pocket: 'no-stream', suggestsSaver: false };

/** The state that can be told before the page has spoken to its service. Pure. */
export function firstState({ station, live }: Pick<PageData, 'station' | 'live'>): ListenerState {
  if (station === null) return { name: 'gone', failure: 'unknown-station' };
  if (station.private === true) return { name: 'code', wrong: false, checking: false };
  return live ? { name: 'ready' } : { name: 'waiting', unlocked: false };
}

/** The page as the service draws it, and as the script first draws over it. Pure. */
export function firstPage(data: PageData): PageState {
  const { station, mode, language, texts } = data;
  return {
    station,
    mode,
    language,
    texts,
    languageFailed: false,
    session: firstState(data),
    first: true,
    scripted: false,
    volume: null,
    choices: defaultChoices,
    offers: noOffers,
    answered: [],
    android: false,
    inApp: null,
    copied: null,
    receiver: null,
  };
}

/** What the page shows. It follows the session; the session knows nothing of it. The level never comes through here. */
export const createPageStore = (first: PageState): PageStore => createStore<PageState>(() => first);
