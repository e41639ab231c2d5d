import { type ClockPort, type Rendition, renditions } from '@mauzin/shared';

import type { HearsOfListener, ToRelay } from './contracts.ts';
import { innerPeer } from './inner-listener.ts';
import type { RelaySlot } from './relay-slot.ts';

export interface StationPlacesOptions {
  readonly station: string;
  readonly slots: readonly RelaySlot[];
  readonly clock: ClockPort;
  /** The station has a home now, or another one. */
  readonly onHome: () => void;
}

/** How long a further process still gets a rendition after the last listener to it is gone, ms: another may come, or the last change. */
const innerLingerMs = 10_000;

/** What a station has in one process. */
interface Place {
  /** How many listeners want each rendition. */
  readonly listeners: Record<Rendition, number>;
  /** Renditions that the process was told to ask for. */
  readonly uplinks: Set<Rendition>;
}

/** The processes that serve a station. Its sound comes to one of them, its home; the others are listeners of the home. */
export class StationPlaces {
  readonly #options: StationPlacesOptions;
  readonly #places = new Map<RelaySlot, Place>();
  readonly #wanted = new Set<Rendition>();
  #home: RelaySlot | null = null;
  #needsHome = false;
  #cancelSweep: (() => void) | null = null;

  constructor(options: StationPlacesOptions) {
    this.#options = options;
  }

  get home(): RelaySlot | null {
    return this.#home;
  }

  has(slot: RelaySlot): boolean {
    return this.#places.has(slot);
  }

  /** The process for one more listener: the home if it has room, else such that as few processes as possible are used. Null: no room. */
  roomFor(): RelaySlot | null {
    const own = [...(this.#home ? [this.#home] : []), ...this.#places.keys()];
    return [...own, ...this.#options.slots].find((slot) => slot.hasRoom) ?? null;
  }

  /** Counts a listener more or less in this process; `settle` does what follows from it. */
  count(slot: RelaySlot, rendition: Rendition, by: 1 | -1): void {
    const place = by === 1 ? this.#placeIn(slot) : this.#places.get(slot);
    if (place) place.listeners[rendition] += by;
  }

  want(rendition: Rendition, wanted: boolean): void {
    if (wanted) this.#wanted.add(rendition);
    else this.#wanted.delete(rendition);
    this.settle();
  }

  /** Whether any sound comes for listeners that wish this rendition. */
  isSent(wish: Rendition): boolean {
    return this.#wanted.has(this.#sentFor(wish));
  }

  /** Whether the home is needed for more than listeners, as for the HTTP stream. */
  set needsHome(needed: boolean) {
    this.#needsHome = needed;
    this.settle();
  }

  /** Returns how many messages this process was sent, with this one. */
  tell(slot: RelaySlot, message: ToRelay): number {
    return slot.tell({ type: 'station', station: this.#options.station, message });
  }

  tellHome(message: ToRelay): void {
    if (this.#home?.isUp === true) this.tell(this.#home, message);
  }

  /** Brings every process to what is wanted of it. */
  settle(): void {
    if (this.#home === null && this.#isNeeded) this.#findHome();
    for (const [slot, place] of this.#places) {
      for (const rendition of renditions) {
        if (this.#wants(slot, place, rendition)) this.#begin(slot, place, rendition);
        else if (slot === this.#home || !this.#wanted.has(rendition)) this.#end(slot, place, rendition);
        else if (place.uplinks.has(rendition)) this.#sweepLater();
      }
    }
    this.#leaveUnneeded();
  }

  /** A process is gone, with the listeners and uplinks that it had. */
  lose(slot: RelaySlot): void {
    const place = this.#places.get(slot);
    if (place === undefined) return;
    for (const rendition of place.uplinks) this.#endInner(slot, rendition);
    this.#leave(slot);
    const others = [...this.#places];
    const wasHome = slot === this.#home;
    if (wasHome) this.#home = null;
    this.settle();
    // The other processes would notice by themselves that no sound comes, but later.
    if (wasHome) for (const [other, { uplinks }] of others) this.#renew(other, uplinks);
  }

  /** Idempotent. */
  close(): void {
    this.#cancelSweep?.();
    for (const slot of this.#places.keys()) this.#leave(slot);
    this.#home = null;
  }

  get #isNeeded(): boolean {
    return this.#wanted.size > 0 || this.#needsHome;
  }

  #placeIn(slot: RelaySlot): Place {
    const known = this.#places.get(slot);
    const place: Place = known ?? { listeners: { normal: 0, saver: 0 }, uplinks: new Set() };
    this.#places.set(slot, place);
    slot.use(this.#options.station);
    if (this.#home === null) {
      this.#home = slot;
      this.#options.onHome();
    }
    return place;
  }

  #leave(slot: RelaySlot): void {
    this.#places.delete(slot);
    slot.leave(this.#options.station);
  }

  /** Chooses the home; there is none until a process has room again. */
  #findHome(): void {
    const { slots } = this.#options;
    const own = [...this.#places.keys()].find((slot) => slot.isThere);
    const found = own ?? slots.find((slot) => slot.hasRoom) ?? slots.find((slot) => slot.isThere);
    if (found !== undefined) this.#placeIn(found);
  }

  #wants(slot: RelaySlot, { listeners }: Place, rendition: Rendition): boolean {
    if (!this.#wanted.has(rendition)) return false;
    const isForListeners = renditions.some(
      (wish) => listeners[wish] > 0 && this.#sentFor(wish) === rendition,
    );
    return slot === this.#home || isForListeners;
  }

  /** The rendition that is sent for a wish: where the station has no saver, the normal one. */
  #sentFor(wish: Rendition): Rendition {
    return this.#wanted.has(wish) ? wish : 'normal';
  }

  #begin(slot: RelaySlot, { uplinks }: Place, rendition: Rendition): void {
    if (uplinks.has(rendition)) return;
    uplinks.add(rendition);
    this.tell(slot, { type: 'uplink', rendition, wanted: true });
  }

  #end(slot: RelaySlot, { uplinks }: Place, rendition: Rendition): void {
    if (!uplinks.delete(rendition)) return;
    if (slot.isUp) this.tell(slot, { type: 'uplink', rendition, wanted: false });
    this.#endInner(slot, rendition);
  }

  #endInner(slot: RelaySlot, rendition: Rendition): void {
    if (slot === this.#home) return;
    const message: HearsOfListener = {
      type: 'listener-left',
      listener: innerPeer(slot.index, rendition),
      reason: 'bye',
    };
    this.tellHome({ type: 'of-listener', message });
  }

  #renew(slot: RelaySlot, uplinks: ReadonlySet<Rendition>): void {
    if (!slot.isUp) return;
    for (const rendition of uplinks) {
      for (const wanted of [false, true]) this.tell(slot, { type: 'uplink', rendition, wanted });
    }
  }

  #leaveUnneeded(): void {
    for (const [slot, { listeners, uplinks }] of this.#places) {
      const isUsed = listeners.normal + listeners.saver + uplinks.size > 0;
      const isHome = slot === this.#home;
      if (isUsed || (isHome && (this.#isNeeded || this.#places.size > 1))) continue;
      this.#leave(slot);
      if (isHome) this.#home = null;
    }
  }

  #sweepLater(): void {
    this.#cancelSweep ??= this.#options.clock.after(innerLingerMs, () => {
      this.#cancelSweep = null;
      for (const [slot, place] of this.#places) {
        for (const rendition of renditions) {
          if (!this.#wants(slot, place, rendition)) this.#end(slot, place, rendition);
        }
      }
      this.settle();
    });
  }
}
