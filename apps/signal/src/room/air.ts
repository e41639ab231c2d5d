import { type BroadcasterHello, listedFeatures, protocolVersion } from '@mauzin/shared';

import { fitListening } from './state/listening-list.ts';
import { choiceOf, type RoomContext } from './state/room-context.ts';
import type { From } from './room-types.ts';
import type { Routing } from './routing/routing.ts';
import type { Uplinks } from './uplinks.ts';

/** Listeners are told of a new start of the broadcast when it differs from the one told before by at least so much, ms. */
const noticeableMs = 1_000;

interface Arrival {
  readonly from: From;
  readonly network: string;
  readonly resume: string;
  readonly hello: BroadcasterHello;
}

/** The station's broadcaster comes and goes, and is on the air or not; listeners are told what they would notice. */
export class Air {
  readonly #context: RoomContext;
  readonly #routing: Routing;
  readonly #uplinks: Uplinks;

  constructor(context: RoomContext, routing: Routing, uplinks: Uplinks) {
    this.#context = context;
    this.#routing = routing;
    this.#uplinks = uplinks;
  }

  /** A broadcaster with the right key wants the seat. Returns whether it has the seat now. */
  arrive(arrival: Arrival): boolean {
    const { out, seat, atMs } = this.#context;
    const { from, hello, network } = arrival;
    const before = { name: seat.name, link: seat.link, sinceMs: seat.sinceMs };
    const same = seat.owner === from.peer;
    if (before.link !== null) {
      if (!same && !hello.takeOver) {
        out.close(from.link, 'station-taken');
        return false;
      }
      out.close(before.link, same ? 'replaced' : 'taken-over');
    }
    // A seat whose owner is away is free to whoever has the key: an app that was started anew has no token to show.
    if (before.name === 'away') out.disarm('grace');
    if (!same) this.#routing.capacityIs(Infinity);
    const hasMoved = seat.take(from, network, hello.onAirMs === null ? null : atMs - hello.onAirMs);
    const hadSaver = this.#context.hasSaver;
    this.#context.hasSaver = hello.renditions?.includes('saver') ?? false;
    if (!seat.isOnAir) this.#routing.wentOff();
    this.#welcome(arrival, hasMoved);
    if (hadSaver !== this.#context.hasSaver) this.#routing.saverChanged();
    if (seat.isOnAir) this.#routing.wentLive();
    this.#tell(before.sinceMs, { isNews: this.#context.hasSaver !== hadSaver });
    return true;
  }

  /** The broadcaster goes on the air. */
  begin(): void {
    const { seat, atMs } = this.#context;
    if (seat.isOnAir) return;
    seat.setAir(atMs);
    this.#routing.wentLive();
    this.#tell(null);
  }

  /** The broadcast is over. */
  end(): void {
    const { seat } = this.#context;
    const believedMs = seat.sinceMs;
    seat.setAir(null);
    this.#routing.wentOff();
    this.#tell(believedMs);
  }

  /** The broadcaster leaves for good. */
  leave(): void {
    const { out, seat } = this.#context;
    const { link, peer, sinceMs } = seat;
    seat.leave();
    this.#routing.wentOff();
    if (link !== null) out.close(link, null);
    out.note({ note: 'broadcaster-left', peer });
    this.#tell(sinceMs);
  }

  /** The broadcaster's socket is lost. A broadcaster that was on the air is waited for. */
  lose(): void {
    const { out, seat, setup } = this.#context;
    out.note({ note: 'broadcaster-lost', peer: seat.peer });
    if (seat.lose()) out.arm('grace', setup.graceMs);
  }

  /** The broadcaster was waited for and did not come back. */
  giveUp(): void {
    const { seat } = this.#context;
    if (seat.name !== 'away') return;
    const { sinceMs } = seat;
    seat.giveUp();
    this.#tell(sinceMs, { offBecause: 'lost' });
  }

  /**
   * After a restart of the service listeners are often back before their broadcaster. A listener that comes with our token and
   * still hears a connection of the broadcaster's shows that the station is live: telling the listener `off` could end its sound.
   * How long the station has been live is not known until the broadcaster says so.
   */
  believe(): void {
    const { out, seat, setup, atMs } = this.#context;
    if (seat.name !== 'unknown' || atMs - setup.openedAtMs > setup.graceMs) return;
    seat.believe(atMs);
    out.note({ note: 'live', peer: null });
    out.arm('grace', setup.graceMs);
  }

  #welcome({ from, hello, resume }: Arrival, hasMoved: boolean): void {
    const { book, out, seat, setup } = this.#context;
    const uplinks = seat.isOnAir ? this.#uplinks.listening() : [];
    const { first, rest } = fitListening([...uplinks, ...this.#routing.seated(hasMoved)]);
    out.toBroadcaster({
      type: 'welcome',
      version: protocolVersion,
      peer: from.peer,
      resume,
      station: setup.station,
      iceServers: [...setup.iceServersFor(from.peer, 'broadcaster')],
      listeners: book.counted,
      pingEveryMs: setup.pingEveryMs,
      ...listedFeatures(hello),
      listening: first,
    });
    for (const one of rest) out.toBroadcaster({ type: 'listen', ...one });
    out.note({ note: 'broadcaster-joined', peer: from.peer });
  }

  /** Tells listeners what they would notice. `believedMs`: when the broadcast began, as told before. `isNews`: more has changed. */
  #tell(
    believedMs: number | null,
    { isNews = false, offBecause = 'stopped' }: { isNews?: boolean; offBecause?: 'stopped' | 'lost' } = {},
  ): void {
    const { book, out, seat, atMs } = this.#context;
    const { sinceMs } = seat;
    if (sinceMs === null) {
      if (believedMs === null) return;
      out.note({ note: 'off', peer: null });
      out.toListeners(book.links(), { type: 'off', reason: offBecause });
      return;
    }
    if (believedMs === null) out.note({ note: 'live', peer: null });
    else if (Math.abs(believedMs - sinceMs) < noticeableMs && !isNews) return;
    const onAirMs = Math.round(atMs - sinceMs);
    out.toListeners(book.links(), { type: 'live', onAirMs, ...choiceOf(this.#context) });
  }
}
