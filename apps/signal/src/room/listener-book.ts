import { limits, type Rendition } from '@mauzin/shared';

import type { From, LinkId } from './room-types.ts';

/** Connections of one listener whose messages are passed on: the one it hears, its successor, and some slack. */
const maxConnections = 8;

/** `held` is the connection that the listener hears, as far as it has said so; `rendition` what it would like to hear. */
export type Sound =
  | { readonly name: 'unwanted' }
  | { readonly name: 'wanted'; readonly held: string | null; readonly rendition: Rendition };

export type Direction = 'from-broadcaster' | 'from-listener';

export interface Listener {
  readonly peer: string;
  readonly link: LinkId;
  readonly sound: Sound;
}

interface Entry {
  readonly peer: string;
  readonly link: LinkId;
  readonly uncounted: boolean;
  sound: Sound;
  readonly candidates: Map<string, Record<Direction, number>>;
}

/** The listeners of one room: who wants sound, over which connections, and how much was said about each. */
export class ListenerBook {
  readonly #entries = new Map<string, Entry>();
  #wanting = 0;
  #uncounted = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** How many there are for everybody to know: without those that listen for the broadcaster. */
  get counted(): number {
    return this.#entries.size - this.#uncounted;
  }

  /** How many want sound. */
  get wanting(): number {
    return this.#wanting;
  }

  links(): LinkId[] {
    return [...this.#entries.values()].map((entry) => entry.link);
  }

  all(): Listener[] {
    return [...this.#entries.values()];
  }

  get(peer: string): Listener | null {
    return this.#entries.get(peer) ?? null;
  }

  /** Null also when the peer has moved to another socket. */
  at(from: From): Listener | null {
    const entry = this.#entries.get(from.peer);
    return entry?.link === from.link ? entry : null;
  }

  /** Enters a peer, in place of what was known of it. */
  enter(from: From, uncounted = false): Listener {
    this.remove(from.peer);
    const entry: Entry = { ...from, uncounted, sound: { name: 'unwanted' }, candidates: new Map() };
    this.#uncounted += Number(uncounted);
    this.#entries.set(from.peer, entry);
    return entry;
  }

  remove(peer: string): void {
    this.setSound(peer, { name: 'unwanted' });
    this.#uncounted -= Number(this.#entries.get(peer)?.uncounted ?? false);
    this.#entries.delete(peer);
  }

  setSound(peer: string, sound: Sound): void {
    const entry = this.#entries.get(peer);
    if (!entry) return;
    this.#wanting += Number(sound.name === 'wanted') - Number(entry.sound.name === 'wanted');
    entry.sound = sound;
    if (sound.name === 'unwanted') entry.candidates.clear();
    else if (sound.held !== null) this.addConnection(peer, sound.held);
  }

  /** It hears this connection now. */
  hold(peer: string, connection: string): void {
    const sound = this.#entries.get(peer)?.sound;
    if (sound?.name === 'wanted') this.setSound(peer, { ...sound, held: connection });
  }

  /** The connection is one of this listener's, because the broadcaster or the listener says so. */
  addConnection(peer: string, connection: string): void {
    const candidates = this.#entries.get(peer)?.candidates;
    if (!candidates || candidates.has(connection)) return;
    candidates.set(connection, { 'from-broadcaster': 0, 'from-listener': 0 });
    const [oldest] = candidates.keys();
    if (candidates.size > maxConnections && oldest !== undefined) candidates.delete(oldest);
  }

  hasConnection(peer: string, connection: string): boolean {
    return this.#entries.get(peer)?.candidates.has(connection) ?? false;
  }

  /** The connection is over; who heard it hears nothing now. */
  dropConnection(peer: string, connection: string): void {
    const entry = this.#entries.get(peer);
    if (!entry) return;
    entry.candidates.delete(connection);
    if (entry.sound.name === 'wanted' && entry.sound.held === connection) {
      entry.sound = { ...entry.sound, held: null };
    }
  }

  /** Counts a candidate. False when there have been too many, or the connection is not known. */
  takeCandidate(peer: string, connection: string, direction: Direction): boolean {
    const counts = this.#entries.get(peer)?.candidates.get(connection);
    if (!counts || counts[direction] >= limits.candidatesPerConnection) return false;
    counts[direction] += 1;
    return true;
  }
}
