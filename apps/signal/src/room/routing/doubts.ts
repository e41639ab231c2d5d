import { namedRendition, type Rendition } from '@mauzin/shared';

import type { Listener } from '../state/listener-book.ts';
import type { RoomContext } from '../state/room-context.ts';

/** Claims beyond the capacity that may wait for the broadcaster's word at once; more are not looked at. */
const mostInDoubt = 50;

/** Whether the listener claims to hear a connection for which there is no place, and the broadcaster has not said yet whether it sends over it. */
export const isInDoubt = ({ connections, sound }: Listener): boolean =>
  sound.name === 'wanted' && sound.route === null && connections.isClaimed(sound.held);

/**
 * Listeners that come with a connection of the broadcaster's when all of its places are taken. After a restart of the service that may
 * well be so, and what plays must go on; but anybody can say so. The broadcaster is asked, and nobody has a place before it answers.
 */
export class Doubts {
  readonly #context: RoomContext;

  constructor(context: RoomContext) {
    this.#context = context;
  }

  /** Asks the broadcaster about a claim, now or when it is back. False: too many are in doubt already, or the listener has another place. */
  begin(listener: Listener, connection: string, rendition: Rendition): boolean {
    const { book, out, seat } = this.#context;
    if (listener.sound.name === 'wanted' || this.#count() >= mostInDoubt) return false;
    listener.connections.claim(connection, 'direct');
    book.setSound(listener, { name: 'wanted', held: connection, rendition, route: null, leaving: null });
    if (seat.link === null) return true;
    listener.knows.direct = true;
    out.toBroadcaster({ type: 'listen', listener: listener.peer, connection, ...namedRendition(rendition) });
    return true;
  }

  /** The broadcaster sends over that connection: there was a place after all. */
  confirmed(listener: Listener): void {
    this.#context.book.change(listener, { route: 'direct' });
  }

  /** The broadcaster does not send over that connection. The listener's wish is as new. */
  denied(listener: Listener): void {
    const { book, out } = this.#context;
    book.setSound(listener, { name: 'unwanted' });
    listener.knows.direct = false;
    out.toBroadcaster({ type: 'unlisten', listener: listener.peer });
  }

  #count(): number {
    let inDoubt = 0;
    for (const listener of this.#context.book.all()) inDoubt += Number(isInDoubt(listener));
    return inDoubt;
  }
}
