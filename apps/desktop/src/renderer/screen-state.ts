import type { DesktopState } from '@mauzin/shared';

import type { StudioState } from './core/studio.ts';

/** The one word that the screen says. */
export type ScreenState = 'off' | 'starting' | 'live' | 'silent' | 'reconnecting' | 'failed';

/** Joins what is wanted, what the engine reaches, and what is heard into one word. Pure. */
export function screenState(desktop: DesktopState, studio: Pick<StudioState, 'silent'>): ScreenState {
  const { air, service } = desktop.engine;
  if (!desktop.wantsLive) return 'off';
  if (service.name === 'failed') return 'failed';
  if (air.name !== 'live') return 'starting';
  if (service.name !== 'online') return 'reconnecting';
  return studio.silent ? 'silent' : 'live';
}
