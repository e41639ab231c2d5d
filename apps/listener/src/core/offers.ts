import type { Rendition } from '@mauzin/shared';

import type { HttpStream } from './session-options.ts';
import type { Offers } from './state.ts';

/** What the service said of the station. */
export interface StationAbilities {
  /** Absent: only the normal one. */
  readonly renditions: readonly Rendition[] | undefined;
  readonly httpStream: boolean;
}

export interface Abilities extends StationAbilities {
  readonly http: HttpStream | null;
  readonly suggestsSaver: boolean;
}

/** What can be chosen here and now. Pure. */
export function offersFrom({ renditions, httpStream, http, suggestsSaver }: Abilities): Offers {
  const saver = renditions?.includes('saver') ?? false;
  return { saver, pocket: pocketOf(httpStream, http), suggestsSaver: saver && suggestsSaver };
}

export const sameOffers = (one: Offers, other: Offers): boolean =>
  one.saver === other.saver && one.pocket === other.pocket && one.suggestsSaver === other.suggestsSaver;

function pocketOf(httpStream: boolean, http: HttpStream | null): Offers['pocket'] {
  if (http === null || !http.canPlay) return 'no-codec';
  return httpStream ? 'available' : 'no-stream';
}
