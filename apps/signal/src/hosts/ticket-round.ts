import type { ClockPort } from '@mauzin/shared';

import type { From, LinkId } from '../room/room-types.ts';

/** How often listeners of a private station are given a new ticket, ms: what they hold lasts twenty minutes more at least. */
const newTicketEveryMs = 10 * 60_000;

export interface TicketRoundOptions {
  readonly clock: Pick<ClockPort, 'after'>;
  readonly give: (from: From) => void;
}

/** The listeners who were let in with a ticket of the HTTP stream, and are given new ones while they are here. */
export class TicketRound {
  readonly #options: TicketRoundOptions;
  readonly #peers = new Map<LinkId, string>();
  #cancel: (() => void) | null = null;

  constructor(options: TicketRoundOptions) {
    this.#options = options;
  }

  add({ link, peer }: From): void {
    this.#peers.set(link, peer);
    this.#cancel ??= this.#options.clock.after(newTicketEveryMs, () => this.#giveAll());
  }

  has(link: LinkId): boolean {
    return this.#peers.has(link);
  }

  remove(link: LinkId): void {
    this.#peers.delete(link);
  }

  /** Nobody who is here gets one any more. Idempotent. */
  clear(): void {
    this.#peers.clear();
    this.#cancel?.();
    this.#cancel = null;
  }

  #giveAll(): void {
    this.#cancel = null;
    for (const [link, peer] of this.#peers) {
      this.add({ link, peer });
      this.#options.give({ link, peer });
    }
  }
}
