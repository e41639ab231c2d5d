import type { Language } from '@mauzin/shared';
import { createStore, type StoreApi } from 'zustand/vanilla';

import type { ListenerState } from '../core/state.ts';

export interface PageState {
  readonly session: ListenerState;
  readonly language: Language;
  /** 0..1; null where the platform does not let a page set it. */
  readonly volume: number | null;
}
export type PageStore = StoreApi<PageState>;

/** What the page shows. It follows the session; the session knows nothing of it. The level never comes through here. */
export function createPageStore(language: Language, volume: number | null): PageStore {
  return createStore<PageState>(() => ({
    session: { name: 'connecting', unlocked: false },
    language,
    volume,
  }));
}
