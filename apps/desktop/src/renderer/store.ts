import type { DesktopState } from '@mauzin/desktop-contract';
import { createStore, type StoreApi } from 'zustand/vanilla';

import { emptyStudio, type StudioState } from './core/studio.ts';

/** What the window shows: main's state, the studio's, and where the person is. Levels are not in here. */
export interface WindowState {
  /** Null until main has answered. */
  readonly desktop: DesktopState | null;
  readonly studio: StudioState;
  readonly page: 'air' | 'settings' | 'recordings';
  /** The person is being asked whether to stop. */
  readonly askingToStop: boolean;
  /** Problems that the person has read and put away, by their key. */
  readonly putAway: readonly string[];
}
export type WindowStore = StoreApi<WindowState>;

export const createWindowStore = (): WindowStore =>
  createStore<WindowState>()(() => ({
    desktop: null,
    studio: emptyStudio,
    page: 'air',
    askingToStop: false,
    putAway: [],
  }));
