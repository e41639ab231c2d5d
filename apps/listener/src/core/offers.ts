import type { Rendition, Route } from '@mauzin/shared';

import type { HttpStream, SessionOptions } from './session-options.ts';
import type { Offers } from './state.ts';

/** What the service says of a station. */
export interface StationAbilities {
  /** Absent: only the normal one. */
  readonly renditions?: readonly Rendition[] | undefined;
  readonly httpStream?: Route | undefined;
}

/**
 * What can be chosen here and now, by what the station has and the browser can. Tells of it once the service has said what the
 * station has, and at each change.
 */
export class StationOffers {
  readonly #options: Pick<SessionOptions<unknown>, 'http' | 'suggestsSaver' | 'onOffers'>;
  #station: StationAbilities = {};
  #slow: boolean;
  #offers: Offers;
  #told = false;

  constructor(options: Pick<SessionOptions<unknown>, 'http' | 'suggestsSaver' | 'onOffers'>) {
    this.#options = options;
    this.#slow = options.suggestsSaver;
    this.#offers = this.#compose();
  }

  get offers(): Offers {
    return this.#offers;
  }

  has(rendition: Rendition): boolean {
    return rendition === 'normal' || (this.#station.renditions?.includes(rendition) ?? false);
  }

  /** The service has said what the station has now. What it does not mention is as it was. */
  station(abilities: StationAbilities): void {
    this.#station = { ...this.#station, ...abilities };
    this.#tell();
  }

  /** Whether the network has proved slow. */
  slow(slow: boolean): void {
    this.#slow = slow || this.#options.suggestsSaver;
    if (this.#told) this.#tell();
  }

  #compose(): Offers {
    const saver = this.has('saver');
    const pocket = pocketOf(this.#options.http, this.#station.httpStream !== undefined);
    return { saver, pocket, suggestsSaver: saver && this.#slow };
  }

  #tell(): void {
    const offers = this.#compose();
    if (this.#told && areSame(offers, this.#offers)) return;
    this.#told = true;
    this.#offers = offers;
    this.#options.onOffers(offers);
  }
}

const areSame = (one: Offers, other: Offers): boolean =>
  one.saver === other.saver && one.pocket === other.pocket && one.suggestsSaver === other.suggestsSaver;

function pocketOf(http: HttpStream | null, httpStream: boolean): Offers['pocket'] {
  if (http === null || !http.canPlay) return 'no-codec';
  return httpStream ? 'available' : 'no-stream';
}
