import { type ClockPort, type Rendition, renditions } from '@mauzin/shared';

import type { LiveReader, LiveSink, LiveWish, ServiceLogger } from '../options.ts';
import type {
  FromRelay,
  HearsOfListener,
  RelaySeat,
  SaysToListener,
  ToRelay,
  UplinkHears,
  UplinkSays,
} from './contracts.ts';
import type { FromProcess, SaysOfStation } from './ipc.ts';
import type { RelaySlot } from './relay-slot.ts';
import { StationStreams } from './station-streams.ts';

export interface SeatOptions {
  readonly station: string;
  readonly slots: readonly RelaySlot[];
  readonly clock: ClockPort;
  readonly logger: ServiceLogger;
  readonly says: (message: FromRelay) => void;
  readonly onClosed: () => void;
}

/** How long a further process is still given a rendition after its last listener, ms: the next may come, or the last change. */
const innerLingerMs = 10_000;

/** What a station has in one process. */
interface Place {
  /** Listeners, by what they want. */
  readonly listeners: Record<Rendition, number>;
  /** Renditions that were asked for. */
  readonly uplinks: Set<Rendition>;
}

interface Listener {
  readonly slot: RelaySlot;
  readonly rendition: Rendition;
  /** How many messages its process was told, with the last of this listener. */
  told: number;
}

/**
 * One station among the processes. Its sound comes to one of them, its home; the others are listeners of that one. Whoever is let
 * in stays where it is; what it says goes there.
 */
export class Seat implements RelaySeat {
  readonly station: string;
  readonly #options: SeatOptions;
  readonly #streams: StationStreams;
  readonly #places = new Map<RelaySlot, Place>();
  readonly #listeners = new Map<string, Listener>();
  readonly #wanted = new Set<Rendition>();
  #tapped: readonly Rendition[] = [];
  #home: RelaySlot | null = null;
  #cancelSweep: (() => void) | null = null;
  #closed = false;

  constructor(options: SeatOptions) {
    this.#options = options;
    this.station = options.station;
    this.#streams = new StationStreams({
      clock: options.clock,
      onReaders: () => this.#followReaders(),
      onError: (error) => options.logger.error({ station: options.station, err: error }, 'a stream failed'),
    });
  }

  get isOpen(): boolean {
    return !this.#closed && this.#options.slots.some((slot) => slot.hasRoom);
  }

  get readers(): number {
    const { normal, saver } = this.#streams.readers;
    return normal + saver;
  }

  tell(message: ToRelay): void {
    if (this.#closed) return undefined;
    switch (message.type) {
      case 'of-listener':
        return this.#hearListener(message.message);
      case 'of-broadcaster':
        if (this.#home?.isUp === true) this.#tellSlot(this.#home, message);
        return undefined;
      case 'uplink':
        if (message.wanted) this.#wanted.add(message.rendition);
        else this.#wanted.delete(message.rendition);
        this.#sync();
        if (!message.wanted) this.#endStreams();
        return undefined;
    }
  }

  openStream(wish: LiveWish, sink: LiveSink): LiveReader | null {
    return this.#closed ? null : this.#streams.open(wish, sink);
  }

  /** A process says something of this station. */
  hear(slot: RelaySlot, message: Extract<FromProcess, { station: string }>): void {
    if (this.#closed || !this.#places.has(slot)) return undefined;
    switch (message.type) {
      case 'station':
        return this.#hearSaid(slot, message.message);
      case 'gone':
        for (const id of message.listeners) {
          const listener = this.#listeners.get(id);
          if (listener?.slot === slot && listener.told <= message.heard) this.#forget(id);
        }
        return this.#sync();
      case 'packet':
        if (slot === this.#home) this.#streams.packet(message.rendition, message.packet);
        return undefined;
    }
  }

  /** A process is gone, with all that it served. */
  lose(slot: RelaySlot): void {
    const place = this.#places.get(slot);
    if (place === undefined) return;
    const lost = [...this.#listeners].flatMap(([id, listener]) => (listener.slot === slot ? [id] : []));
    for (const id of lost) this.#forget(id);
    for (const rendition of place.uplinks) this.#endInner(slot, rendition);
    this.#places.delete(slot);
    slot.leave(this.station);
    if (slot === this.#home) this.#home = null;
    this.#sync();
    if (lost.length > 0) this.#options.says({ type: 'lost', listeners: lost });
  }

  /** Processes may be had that could not before. */
  roomChanged(): void {
    if (!this.#closed) this.#sync();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelSweep?.();
    this.#streams.close();
    for (const id of this.#listeners.keys()) this.#forget(id);
    for (const slot of this.#places.keys()) slot.leave(this.station);
    this.#places.clear();
    this.#home = null;
    this.#options.onClosed();
  }

  #hearListener(message: HearsOfListener): void {
    const id = message.listener;
    const known = this.#listeners.get(id);
    if (message.type === 'listen') return this.#letIn(message, known);
    if (known === undefined) {
      if (message.type === 'answer') {
        this.#say({ type: 'closed', listener: id, connection: message.connection });
      }
      return undefined;
    }
    known.told = this.#tellSlot(known.slot, { type: 'of-listener', message });
    const leaves =
      message.type === 'unlisten' || (message.type === 'listener-left' && message.reason === 'bye');
    if (!leaves) return undefined;
    this.#forget(id);
    return this.#sync();
  }

  #letIn(message: Extract<HearsOfListener, { type: 'listen' }>, known: Listener | undefined): void {
    const id = message.listener;
    const rendition = message.rendition ?? 'normal';
    const slot = known?.slot ?? this.#roomFor();
    if (slot === null) return this.#say({ type: 'refuse', listener: id, code: 'station-full' });
    const place = this.#placeIn(slot);
    if (known) place.listeners[known.rendition] -= 1;
    else slot.count(1);
    place.listeners[rendition] += 1;
    const told = this.#tellSlot(slot, { type: 'of-listener', message });
    this.#listeners.set(id, { slot, rendition, told });
    return this.#sync();
  }

  #roomFor(): RelaySlot | null {
    const own = [...(this.#home ? [this.#home] : []), ...this.#places.keys()];
    return [...own, ...this.#options.slots].find((slot) => slot.hasRoom) ?? null;
  }

  #forget(id: string): void {
    const listener = this.#listeners.get(id);
    if (listener === undefined) return;
    this.#listeners.delete(id);
    listener.slot.count(-1);
    const place = this.#places.get(listener.slot);
    if (place) place.listeners[listener.rendition] -= 1;
  }

  #placeIn(slot: RelaySlot): Place {
    const known = this.#places.get(slot);
    if (known) return known;
    const made: Place = { listeners: { normal: 0, saver: 0 }, uplinks: new Set() };
    this.#places.set(slot, made);
    slot.use(this.station);
    this.#home ??= slot;
    return made;
  }

  #hearSaid(slot: RelaySlot, message: SaysOfStation): void {
    if (message.type === 'to-broadcaster') {
      if (slot === this.#home) return this.#options.says(message);
      return this.#tellHome(ofInner(innerPeer(slot, message.rendition), message.message));
    }
    const said = message.message;
    const inner = this.#innerOf(said.listener);
    if (inner === null) {
      return this.#listeners.get(said.listener)?.slot === slot ? this.#options.says(message) : undefined;
    }
    const heard = toInner(said);
    if (heard && this.#places.has(inner.slot)) {
      this.#tellSlot(inner.slot, { type: 'of-broadcaster', rendition: inner.rendition, message: heard });
    }
    return undefined;
  }

  /** Brings every process to what is wanted of it. */
  #sync(): void {
    if (this.#closed) return;
    const isNeeded = this.#wanted.size > 0 || this.#tapped.length > 0;
    if (this.#home === null && isNeeded) this.#findHome();
    for (const [slot, place] of this.#places) {
      for (const rendition of renditions) {
        if (this.#wants(slot, place, rendition)) this.#begin(slot, place, rendition);
        else if (slot === this.#home || !this.#wanted.has(rendition)) this.#end(slot, place, rendition);
        else if (place.uplinks.has(rendition)) this.#sweepLater();
      }
    }
    this.#leaveUnneeded(isNeeded);
  }

  #findHome(): void {
    const { slots } = this.#options;
    const found = slots.find((slot) => slot.hasRoom) ?? slots.find((slot) => slot.isThere);
    if (found === undefined) return; // until one may be had again
    this.#home = found;
    this.#placeIn(found);
    this.#streams.restart();
    for (const rendition of this.#tapped) this.#tap(rendition, true);
  }

  #wants(slot: RelaySlot, { listeners }: Place, rendition: Rendition): boolean {
    if (!this.#wanted.has(rendition)) return false;
    return (
      slot === this.#home ||
      renditions.some((wish) => listeners[wish] > 0 && this.#sentFor(wish) === rendition)
    );
  }

  /** Where the station has no saver, whoever wants it is sent the normal one. */
  #sentFor(wish: Rendition): Rendition {
    return this.#wanted.has(wish) ? wish : 'normal';
  }

  #begin(slot: RelaySlot, place: Place, rendition: Rendition): void {
    if (place.uplinks.has(rendition)) return;
    place.uplinks.add(rendition);
    this.#tellSlot(slot, { type: 'uplink', rendition, wanted: true });
  }

  #end(slot: RelaySlot, place: Place, rendition: Rendition): void {
    if (!place.uplinks.delete(rendition)) return;
    if (slot.isUp) this.#tellSlot(slot, { type: 'uplink', rendition, wanted: false });
    this.#endInner(slot, rendition);
  }

  #endInner(slot: RelaySlot, rendition: Rendition): void {
    if (slot === this.#home) return;
    this.#tellHome({ type: 'listener-left', listener: innerPeer(slot, rendition), reason: 'bye' });
  }

  #leaveUnneeded(isNeeded: boolean): void {
    for (const [slot, place] of this.#places) {
      const isUsed = place.listeners.normal + place.listeners.saver + place.uplinks.size > 0;
      const isHome = slot === this.#home;
      if (isUsed || (isHome && (isNeeded || this.#places.size > 1))) continue;
      this.#places.delete(slot);
      slot.leave(this.station);
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
      this.#sync();
    });
  }

  #endStreams(): void {
    for (const rendition of renditions) {
      if (!this.#wanted.has(this.#sentFor(rendition))) this.#streams.endAll(rendition);
    }
  }

  #followReaders(): void {
    if (this.#closed) return;
    const { readers } = this.#streams;
    const tapped = renditions.filter((rendition) => readers[rendition] > 0);
    const before = this.#tapped;
    this.#tapped = tapped;
    if (this.#home) {
      for (const rendition of renditions) {
        const on = tapped.includes(rendition);
        if (on !== before.includes(rendition)) this.#tap(rendition, on);
      }
    }
    this.#sync();
    this.#options.says({ type: 'readers', ...readers });
  }

  #tap(rendition: Rendition, on: boolean): void {
    if (on || this.#home?.isUp === true)
      this.#home?.tell({ type: 'tap', station: this.station, rendition, on });
  }

  #tellHome(message: HearsOfListener): void {
    if (this.#home?.isUp === true) this.#tellSlot(this.#home, { type: 'of-listener', message });
  }

  #tellSlot(slot: RelaySlot, message: ToRelay): number {
    return slot.tell({ type: 'station', station: this.station, message });
  }

  #say(message: SaysToListener): void {
    this.#options.says({ type: 'to-listener', message });
  }

  #innerOf(peer: string): { readonly slot: RelaySlot; readonly rendition: Rendition } | null {
    if (!peer.startsWith(innerPrefix)) return null;
    for (const slot of this.#places.keys()) {
      for (const rendition of renditions) if (innerPeer(slot, rendition) === peer) return { slot, rendition };
    }
    return null;
  }
}

const innerPrefix = 'inner-';
/** A further process, as the home process knows it among its listeners. */
const innerPeer = (slot: RelaySlot, rendition: Rendition): string =>
  `${innerPrefix}${slot.index}-${rendition}`;

const ofInner = (listener: string, message: UplinkSays): HearsOfListener =>
  message.type === 'listen' ? { ...message, listener, uplink: true } : { ...message, listener };

/** Null: nothing that concerns it. A process that is refused asks again by itself. */
function toInner(message: SaysToListener): UplinkHears | null {
  const { connection } = { connection: '', ...message };
  switch (message.type) {
    case 'offer':
      return {
        type: 'offer',
        connection,
        route: 'relay',
        rendition: message.rendition ?? 'normal',
        sdp: message.sdp,
      };
    case 'candidate':
      return { type: 'candidate', connection, candidate: message.candidate };
    case 'closed':
      return { type: 'closed', connection };
    case 'refuse':
    case 'reached':
      return null;
  }
}
