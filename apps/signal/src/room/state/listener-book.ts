import type { ListenerHello, Rendition, Route } from '@mauzin/shared';

import type { MoveReason } from '../../observe/contracts.ts';
import { Connections } from './connections.ts';
import type { Past } from './past.ts';
import type { From, LinkId } from '../room-types.ts';

export interface Wanted {
  readonly name: 'wanted';
  /** The connection that the listener hears, as far as it has said so. */
  readonly held: string | null;
  /** The rendition that the listener would like. */
  readonly rendition: Rendition;
  /** The route by which the sound is to come; null: it will be decided when the broadcaster is there. */
  readonly route: Route | null;
  /** The old route, by which sound still comes until it comes by the new one; null: no move is under way. */
  readonly leaving: Route | null;
}
export type ListenerSound = { readonly name: 'unwanted' } | Wanted;

/** Whether the listener hears by this route, or says so of a connection that nobody has denied. */
export const mayHear = ({ connections, sound }: Listener, route: Route): boolean =>
  connections.isReached(route) ||
  (sound.name === 'wanted' &&
    sound.held !== null &&
    connections.isClaimed(sound.held) &&
    connections.sideOf(sound.held) === route);

/** What a listener asks for: sound, in a rendition, and with the connection that it still hears. */
export type ListenerWish = Pick<ListenerHello, 'by' | 'connection' | 'rendition' | 'route'>;

/** What has to be done about a listener later; null: nothing. */
export interface Due {
  /** When the listener's wish is looked at, which came too soon after others. */
  ask: { readonly atMs: number; readonly wish: ListenerWish } | null;
  /** If no sound goes out to the listener by then, its route has failed. `offered`: a connection is being made. */
  reach: { readonly atMs: number; readonly offered: boolean } | null;
  /** When the side that the listener is leaving is let go. */
  breakAtMs: number | null;
  /** When to check whether the listener's route is still the best. */
  judge: { readonly atMs: number; readonly why: MoveReason } | null;
}

export interface Listener {
  readonly peer: string;
  readonly link: LinkId;
  readonly uncounted: boolean;
  /** The broadcaster's own ear wants to hear by the relay. */
  readonly wantsRelay: boolean;
  readonly sound: ListenerSound;
  readonly connections: Connections;
  /** Which sides know of the listener, and are told when it leaves. */
  readonly knows: Record<Route, boolean>;
  readonly past: Past;
  readonly due: Due;
}

interface Entry extends Listener {
  sound: ListenerSound;
  wantsRelay: boolean;
  /** The rendition that the relay sends to this listener, as it was counted last; null: none. */
  relays: Rendition | null;
}

const unwanted: ListenerSound = { name: 'unwanted' };

/** The listeners of one room: who wants sound, by which route it comes, and how many those are. */
export class ListenerBook {
  readonly #entries = new Map<string, Entry>();
  readonly #needs: Record<Rendition, number> = { normal: 0, saver: 0 };
  readonly #reachedByRelay: Record<Rendition, number> = { normal: 0, saver: 0 };
  /** How many are here of each network, and how many of them want sound from the broadcaster itself. */
  readonly #here = new Map<string, number>();
  readonly #directOf = new Map<string, number>();
  #uncounted = 0;
  #direct = 0;
  #relayed = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** How many listeners everybody is told of: without those that listen for the broadcaster itself. */
  get counted(): number {
    return this.#entries.size - this.#uncounted;
  }

  /** How many want sound from the broadcaster itself: the places that are in use there. */
  get direct(): number {
    return this.#direct;
  }

  /** How many are here of this network. */
  hereOf(network: string): number {
    return this.#here.get(network) ?? 0;
  }

  /** How many of this network want sound from the broadcaster itself. */
  directOf(network: string): number {
    return this.#directOf.get(network) ?? 0;
  }

  /** How many of the counted listeners want sound by the relay. */
  get relayed(): number {
    return this.#relayed;
  }

  /** How many of those the relay has reached, by the rendition that they want. */
  get reachedByRelay(): Readonly<Record<Rendition, number>> {
    return this.#reachedByRelay;
  }

  /** How many need each rendition at the relay, including those that are still leaving the relay. */
  get needs(): Readonly<Record<Rendition, number>> {
    return this.#needs;
  }

  links(): LinkId[] {
    return [...this.#entries.values()].map((entry) => entry.link);
  }

  /** All listeners, in the order in which they came. */
  all(): Iterable<Listener> {
    return this.#entries.values();
  }

  get(peer: string): Listener | null {
    return this.#entries.get(peer) ?? null;
  }

  /** The listener that an event comes from. Null also when the peer has moved to another socket. */
  at(from: From): Listener | null {
    const entry = this.#entries.get(from.peer);
    return entry?.link === from.link ? entry : null;
  }

  /** Enters a peer, in place of what was known of it. */
  enter(from: From, known: { past: Past; uncounted: boolean; knows?: Record<Route, boolean> }): Listener {
    this.remove(from.peer);
    const entry: Entry = {
      peer: from.peer,
      link: from.link,
      uncounted: known.uncounted,
      wantsRelay: false,
      relays: null,
      sound: unwanted,
      connections: new Connections(),
      knows: known.knows ?? { direct: false, relay: false },
      past: known.past,
      due: { ask: null, reach: null, breakAtMs: null, judge: null },
    };
    this.#uncounted += Number(known.uncounted);
    addTo(this.#here, networkOf(entry), 1);
    this.#entries.set(from.peer, entry);
    return entry;
  }

  remove(peer: string): void {
    const entry = this.#entries.get(peer);
    if (!entry) return;
    this.setSound(entry, unwanted);
    this.#uncounted -= Number(entry.uncounted);
    addTo(this.#here, networkOf(entry), -1);
    this.#entries.delete(peer);
  }

  /** Also forgets the listener's connections when it wants no sound. Ignored for a listener that is not in the book any more. */
  setSound(listener: Listener, sound: ListenerSound): void {
    const entry = this.#entries.get(listener.peer);
    if (!entry || entry !== listener) return;
    this.#count(entry, -1);
    entry.sound = sound;
    this.#count(entry, 1);
    if (sound.name === 'unwanted') entry.connections.clear();
    this.#countReached(entry);
  }

  /** Sound goes out to the listener over this connection. */
  reach(listener: Listener, connection: string): void {
    listener.connections.reach(connection);
    const entry = this.#entries.get(listener.peer);
    if (entry) this.#countReached(entry);
  }

  /** Ignored for a listener that is counted: people hear by the route that is best for them. */
  setWantsRelay(listener: Listener, wantsRelay: boolean): void {
    const entry = this.#entries.get(listener.peer);
    if (entry?.uncounted === true) entry.wantsRelay = wantsRelay;
  }

  /** Changes something about the sound that the listener wants. */
  change(listener: Listener, change: Partial<Wanted>): void {
    if (listener.sound.name === 'wanted') this.setSound(listener, { ...listener.sound, ...change });
  }

  /** The connection is over; a listener that heard it hears nothing now. */
  dropConnection(listener: Listener, id: string): void {
    listener.connections.drop(id);
    const entry = this.#entries.get(listener.peer);
    if (entry) this.#countReached(entry);
    if (listener.sound.name === 'wanted' && listener.sound.held === id) this.change(listener, { held: null });
  }

  /** All connections of one side are over. */
  dropSide(listener: Listener, side: Route): void {
    for (const id of listener.connections.of(side)) this.dropConnection(listener, id);
  }

  #countReached(entry: Entry): void {
    const { connections, relays, sound, uncounted } = entry;
    const isReached =
      !uncounted && sound.name === 'wanted' && sound.route === 'relay' && connections.isReached('relay');
    const now = isReached ? sound.rendition : null;
    if (now === relays) return;
    if (relays !== null) this.#reachedByRelay[relays] -= 1;
    if (now !== null) this.#reachedByRelay[now] += 1;
    entry.relays = now;
  }

  #count(entry: Entry, by: 1 | -1): void {
    const { sound, uncounted } = entry;
    if (sound.name !== 'wanted') return;
    if (sound.route === 'direct') {
      this.#direct += by;
      addTo(this.#directOf, networkOf(entry), by);
    }
    if (sound.route === 'relay' && !uncounted) this.#relayed += by;
    if (sound.route === 'relay' || sound.leaving === 'relay') this.#needs[sound.rendition] += by;
  }
}

const networkOf = ({ past }: Listener): string => past.routes.network;

function addTo(counts: Map<string, number>, network: string, by: 1 | -1): void {
  const count = (counts.get(network) ?? 0) + by;
  if (count > 0) counts.set(network, count);
  else counts.delete(network);
}
