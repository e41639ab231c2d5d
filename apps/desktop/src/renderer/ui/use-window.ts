import { type DesktopBridge, desktopTexts, type DesktopTexts } from '@mauzin/desktop-contract';
import type { Language } from '@mauzin/shared';
import { createContext, use } from 'react';
import { useStore } from 'zustand';

import type { Audition } from '../core/devices/audition.ts';
import type { Mixer } from '../core/mix/mixer.ts';
import type { Studio } from '../core/studio.ts';
import type { WindowState, WindowStore } from '../store.ts';

/** What the screens work with, handed down from the page's start. */
export interface WindowParts {
  readonly bridge: DesktopBridge;
  readonly studio: Studio;
  /** For levels, which are drawn and never stored. */
  readonly mixer: Mixer;
  readonly store: WindowStore;
  /** Every input at once, to see which of them moves. */
  readonly audition: Audition;
}

export const WindowContext = createContext<WindowParts | null>(null);

export function useParts(): WindowParts {
  const parts = use(WindowContext);
  if (!parts) throw new Error('WindowContext is missing');
  return parts;
}

export const useWindow = <T>(select: (state: WindowState) => T): T => useStore(useParts().store, select);

export const useLanguage = (): Language => useWindow((state) => state.desktop?.language ?? 'en');

export const useTexts = (): DesktopTexts => desktopTexts[useLanguage()];
