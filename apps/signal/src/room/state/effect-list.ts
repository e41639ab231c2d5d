import type { FailureCode, Route, ServiceToBroadcaster, ServiceToListener } from '@mauzin/shared';

import type { HearsOfListener, RelayGuest, ToRelay } from '../../sound/relay/contracts.ts';
import type { LinkId, RoomEffect, RoomNote, RoomTimer } from '../room-types.ts';
import type { Seat } from './seat.ts';

/** What is to be done about one event, in order. */
export class EffectList {
  readonly #seat: Seat;
  #effects: RoomEffect[] = [];

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  /** Returns all effects so far, and empties the list. */
  take(): RoomEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  /** A message for a broadcaster that is not there is dropped. */
  toBroadcaster(message: ServiceToBroadcaster): void {
    const { link } = this.#seat;
    if (link !== null) this.#effects.push({ type: 'send', to: [link], message });
  }

  toListener(link: LinkId, message: ServiceToListener): void {
    this.#effects.push({ type: 'send', to: [link], message });
  }

  toListeners(links: readonly LinkId[], message: ServiceToListener): void {
    if (links.length > 0) this.#effects.push({ type: 'send', to: links, message });
  }

  toRelay(message: ToRelay): void {
    this.#effects.push({ type: 'to-relay', message });
  }

  /** Tells the side that sends to a listener by this route. */
  toSide(side: Route, message: HearsOfListener, guest?: RelayGuest): void {
    if (side === 'direct') this.toBroadcaster(message);
    else this.toRelay({ type: 'of-listener', message, ...(guest ? { guest } : {}) });
  }

  /** `failure` null: the peer said bye. */
  close(link: LinkId, failure: FailureCode | null): void {
    this.#effects.push({ type: 'close', link, failure });
  }

  arm(timer: RoomTimer, delayMs: number): void {
    this.#effects.push({ type: 'arm', timer, delayMs });
  }

  disarm(timer: RoomTimer): void {
    this.#effects.push({ type: 'disarm', timer });
  }

  note(note: RoomNote): void {
    this.#effects.push({ type: 'note', ...note });
  }
}
