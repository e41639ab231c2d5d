import type { LiveReader, LiveSink } from '@mauzin/media/light';
import { type ClockPort, type Rendition, renditions } from '@mauzin/shared';

import type { LiveWish } from '../../live-streams.ts';
import type { ServiceLogger } from '../../service-logger.ts';
import type {
  FromRelay,
  HearsOfListener,
  RelayedStation,
  RelayGuest,
  SaysToListener,
  ToRelay,
} from './contracts.ts';
import type { RelaySeats } from './relay-seats.ts';
import { heardByInner, innerOf, innerPeer, saidByInner } from './inner-listener.ts';
import type { FromProcess, SaysOfStation } from './ipc.ts';
import type { RelaySlot } from './relay-slot.ts';
import { StationPlaces } from './station-places.ts';
import { StationStreams } from './station-streams.ts';

export interface StationAtRelayOptions {
  readonly station: string;
  readonly slots: readonly RelaySlot[];
  /** Shared by all stations. */
  readonly seats: RelaySeats;
  readonly clock: ClockPort;
  readonly logger: ServiceLogger;
  readonly says: (message: FromRelay) => void;
  readonly onClosed: () => void;
}

interface Listener {
  readonly slot: RelaySlot;
  readonly network: string;
  readonly rendition: Rendition;
  /** How many messages the listener's process had been sent when the last one of this listener went out. */
  told: number;
}

/** Of a message that seats do not go by. */
const nowhere: RelayGuest = { network: '', isHome: false };

/** One station at the relay: a listener that is let in stays in its process, and its messages go there. */
export class StationAtRelay implements RelayedStation {
  readonly #options: StationAtRelayOptions;
  readonly #places: StationPlaces;
  readonly #streams: StationStreams;
  readonly #listeners = new Map<string, Listener>();
  /** Renditions that the home process hands over, for the HTTP streams. */
  #tapped: readonly Rendition[] = [];
  /** Whether packets of a rendition reach the home process. */
  readonly #flows: Record<Rendition, boolean> = { normal: false, saver: false };
  #closed = false;

  constructor(options: StationAtRelayOptions) {
    this.#options = options;
    const { clock, logger, slots, station } = options;
    this.#places = new StationPlaces({ station, slots, clock, onHome: () => this.#tapHome() });
    this.#streams = new StationStreams({
      clock,
      onReaders: () => this.#followReaders(),
      onError: (error) => logger.error({ station, err: error }, 'a stream failed'),
    });
  }

  get isOpen(): boolean {
    const { seats, slots, station } = this.#options;
    return !this.#closed && seats.hasRoomFor(station) && slots.some((slot) => slot.hasRoom);
  }

  /** How many play the station's HTTP stream. */
  get readers(): number {
    const { normal, saver } = this.#streams.readers;
    return normal + saver;
  }

  tell(message: ToRelay): void {
    if (this.#closed) return undefined;
    switch (message.type) {
      case 'of-listener':
        return this.#hearListener(message.message, message.guest ?? nowhere);
      case 'of-broadcaster':
        return this.#places.tellHome(message);
      case 'uplink':
        this.#places.want(message.rendition, message.wanted);
        return message.wanted ? undefined : this.#endStreams();
      default:
        return message satisfies never;
    }
  }

  openStream(wish: LiveWish, sink: LiveSink): LiveReader | null {
    return this.#closed ? null : this.#streams.open(wish, sink);
  }

  /** A process says something about this station. */
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
        return this.#places.settle();
      case 'packet':
        if (slot === this.#places.home) this.#streams.packet(message.rendition, message.packet);
        return undefined;
      default:
        return message satisfies never;
    }
  }

  /** A process is gone, and all whom it served hear nothing. */
  lose(slot: RelaySlot): void {
    if (this.#closed) return;
    const lost = [...this.#listeners].flatMap(([id, listener]) => (listener.slot === slot ? [id] : []));
    for (const id of lost) this.#forget(id);
    if (slot === this.#places.home) this.#noFlow();
    this.#places.lose(slot);
    if (lost.length > 0) this.#options.says({ type: 'lost', listeners: lost });
  }

  /** A process may have room now that had none before. */
  roomChanged(): void {
    if (!this.#closed) this.#places.settle();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#streams.close();
    for (const id of this.#listeners.keys()) this.#forget(id);
    this.#places.close();
    this.#options.onClosed();
  }

  #hearListener(message: HearsOfListener, guest: RelayGuest): void {
    const id = message.listener;
    const known = this.#listeners.get(id);
    if (message.type === 'listen') return this.#letIn(message, guest, known);
    if (known === undefined) {
      if (message.type !== 'answer') return undefined;
      return this.#say({ type: 'closed', listener: id, connection: message.connection });
    }
    known.told = this.#places.tell(known.slot, { type: 'of-listener', message });
    const leaves =
      message.type === 'unlisten' || (message.type === 'listener-left' && message.reason === 'bye');
    if (!leaves) return undefined;
    this.#forget(id);
    return this.#places.settle();
  }

  #letIn(
    message: Extract<HearsOfListener, { type: 'listen' }>,
    guest: RelayGuest,
    known: Listener | undefined,
  ): void {
    const { listener: id, rendition = 'normal' } = message;
    const { seats, station } = this.#options;
    const mayCome = known !== undefined || seats.mayTake(station, guest);
    const slot = known?.slot ?? (mayCome ? this.#places.roomFor() : null);
    if (slot === null) return this.#say({ type: 'refuse', listener: id, code: 'station-full' });
    if (known) this.#places.count(slot, known.rendition, -1);
    else this.#seat(slot, guest.network, 1);
    this.#places.count(slot, rendition, 1);
    const told = this.#places.tell(slot, { type: 'of-listener', message });
    this.#listeners.set(id, { slot, network: known?.network ?? guest.network, rendition, told });
    return this.#places.settle();
  }

  #forget(id: string): void {
    const listener = this.#listeners.get(id);
    if (listener === undefined) return;
    this.#listeners.delete(id);
    this.#seat(listener.slot, listener.network, -1);
    this.#places.count(listener.slot, listener.rendition, -1);
  }

  #seat(slot: RelaySlot, network: string, by: 1 | -1): void {
    const { says, seats, station } = this.#options;
    const had = seats.hasRoomFor(station);
    slot.count(by);
    seats.count(station, network, by);
    // A little later, as a slot tells of its room: the caller is in the middle of its own change.
    if (had !== seats.hasRoomFor(station) && !this.#closed) queueMicrotask(() => says({ type: 'changed' }));
  }

  #hearSaid(slot: RelaySlot, message: SaysOfStation): void {
    if (message.type === 'flow') {
      // What other processes get of the home process is no news.
      if (slot === this.#places.home) this.#flow(message.rendition, message.flows);
      return undefined;
    }
    if (message.type === 'to-broadcaster') {
      if (slot === this.#places.home) return this.#options.says(message);
      const listener = innerPeer(slot.index, message.rendition);
      return this.#places.tellHome({
        type: 'of-listener',
        message: saidByInner(listener, message.message),
      });
    }
    const said = message.message;
    const inner = innerOf(said.listener);
    if (inner) return this.#tellInner(inner, said);
    return this.#listeners.get(said.listener)?.slot === slot ? this.#options.says(message) : undefined;
  }

  #tellInner({ process, rendition }: NonNullable<ReturnType<typeof innerOf>>, said: SaysToListener): void {
    const slot = this.#options.slots[process];
    const message = heardByInner(said);
    if (!slot || !message || !this.#places.has(slot)) return;
    this.#places.tell(slot, { type: 'of-broadcaster', rendition, message });
  }

  #endStreams(): void {
    for (const rendition of renditions) {
      if (!this.#places.isSent(rendition)) this.#streams.endAll(rendition);
    }
  }

  #followReaders(): void {
    if (this.#closed) return;
    const { readers } = this.#streams;
    const before = this.#tapped;
    this.#tapped = renditions.filter((rendition) => readers[rendition] > 0);
    for (const rendition of renditions) {
      const on = this.#tapped.includes(rendition);
      if (on !== before.includes(rendition)) this.#tap(rendition, on);
    }
    this.#places.needsHome = this.#tapped.length > 0;
    this.#options.says({ type: 'readers', ...readers });
  }

  #noFlow(): void {
    for (const rendition of renditions) this.#flow(rendition, false);
  }

  #flow(rendition: Rendition, flows: boolean): void {
    if (flows === this.#flows[rendition]) return;
    this.#flows[rendition] = flows;
    this.#options.says({ type: 'flow', rendition, flows });
  }

  /** The home process has changed: packets for the HTTP stream come from the new one, if anybody reads. */
  #tapHome(): void {
    this.#noFlow();
    this.#streams.restart();
    for (const rendition of this.#tapped) this.#tap(rendition, true);
  }

  #tap(rendition: Rendition, on: boolean): void {
    const { home } = this.#places;
    if (on || home?.isUp === true) home?.tell({ type: 'tap', station: this.#options.station, rendition, on });
  }

  #say(message: SaysToListener): void {
    this.#options.says({ type: 'to-listener', message });
  }
}
