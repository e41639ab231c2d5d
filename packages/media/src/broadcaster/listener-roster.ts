import type { Rendition } from '@mauzin/shared';

import type { OneListener } from './one-listener.ts';

export interface ListenerRosterOptions {
  /** Whether a listener hears for this machine itself, not for a person: left out of `hearing` and `bytesSent`. */
  readonly isUncounted: (peer: string) => boolean;
  /** This one neither wants sound nor has a connection any more. */
  readonly onGone: (peer: string) => void;
}

/** The listeners that want sound, have a connection, or both; which of them are a relay's uplinks; and how many they are. */
export class ListenerRoster {
  readonly #options: ListenerRosterOptions;
  readonly #connected = new Map<string, OneListener>();
  /** Who wants sound, heard or not, as the service says, and which rendition. */
  readonly #wanting = new Map<string, Rendition>();
  /** Which of all these are a relay that passes the sound on: one copy for many, and not one of the congregation. */
  readonly #uplinks = new Set<string>();
  /** What was sent to listeners that are gone, bytes. */
  #bytesBefore = 0;

  constructor(options: ListenerRosterOptions) {
    this.#options = options;
  }

  /** Listeners to whom sound goes out now, uplinks aside. */
  get hearing(): number {
    let hearing = 0;
    for (const [peer, listener] of this.#connected) {
      if (listener.isHearing && this.isCongregant(peer)) hearing += 1;
    }
    return hearing;
  }

  /** RTP bytes handed to the sockets so far; never less than before. */
  get bytesSent(): number {
    let bytes = this.#bytesBefore;
    for (const [peer, listener] of this.#connected) {
      if (!this.isUncounted(peer)) bytes += listener.bytesSent;
    }
    return bytes;
  }

  /** Listeners and uplinks with a connection. */
  get connected(): number {
    return this.#connected.size;
  }

  /** How many want or hear a rendition. */
  wants(rendition: Rendition): number {
    let wanting = 0;
    for (const wish of this.#wanting.values()) wanting += Number(wish === rendition);
    for (const [peer, listener] of this.#connected) {
      // Listeners that hear on without a socket count, too: they cannot say what they want.
      wanting += Number(this.#wanting.get(peer) !== rendition && listener.takes(rendition));
    }
    return wanting;
  }

  /** Whether this one wants sound, or has a connection. */
  has(peer: string): boolean {
    return this.#wanting.has(peer) || this.#connected.has(peer);
  }

  /** Whether this one has a connection already, is an uplink, or is among the first `most` with a connection. */
  hasRoomFor(peer: string, most: number): boolean {
    if (this.#connected.has(peer) || this.#uplinks.has(peer)) return true;
    let taken = this.#connected.size;
    for (const uplink of this.#uplinks) taken -= Number(this.#connected.has(uplink));
    return taken < most;
  }

  isUplink(peer: string): boolean {
    return this.#uplinks.has(peer);
  }

  isUncounted(peer: string): boolean {
    return this.#options.isUncounted(peer);
  }

  /** A person who listens: no uplink, and not this machine itself. */
  isCongregant(peer: string): boolean {
    return !this.#uplinks.has(peer) && !this.isUncounted(peer);
  }

  /** The rendition that this listener wants; undefined: no sound. */
  wishOf(peer: string): Rendition | undefined {
    return this.#wanting.get(peer);
  }

  /** All who want sound. */
  get wishes(): ReadonlyMap<string, Rendition> {
    return this.#wanting;
  }

  want(peer: string, rendition: Rendition, isUplink: boolean): void {
    this.#wanting.set(peer, rendition);
    if (isUplink) this.#uplinks.add(peer);
  }

  unwant(peer: string): void {
    this.#wanting.delete(peer);
    this.#dropGone(peer);
  }

  /** Replaces all who wanted sound by those whom `fill` adds; whoever is gone by then is forgotten. */
  replaceWishes(fill: () => void): void {
    this.#wanting.clear();
    fill();
    for (const peer of this.#uplinks) this.#dropGone(peer);
  }

  connectionsOf(peer: string): OneListener | undefined {
    return this.#connected.get(peer);
  }

  connect(peer: string, listener: OneListener): void {
    this.#connected.set(peer, listener);
  }

  /** The listener's last connection is gone. */
  disconnect(peer: string): void {
    if (!this.isUncounted(peer)) this.#bytesBefore += this.#connected.get(peer)?.bytesSent ?? 0;
    this.#connected.delete(peer);
    this.#dropGone(peer);
  }

  /** Everybody with a connection who is a person that listens. */
  get congregants(): readonly string[] {
    return [...this.#connected.keys()].filter((peer) => this.isCongregant(peer));
  }

  /** Ends the connections of those who want no sound, as far as is known. */
  disconnectUnasked(): void {
    for (const [peer, listener] of this.#connected) {
      if (this.#wanting.has(peer)) continue;
      listener.closeAll();
      this.disconnect(peer);
    }
  }

  /** Ends every connection; who wants sound is remembered. */
  disconnectAll(): void {
    for (const [peer, listener] of this.#connected) {
      listener.closeAll();
      this.disconnect(peer);
    }
  }

  #dropGone(peer: string): void {
    if (this.has(peer)) return;
    this.#uplinks.delete(peer);
    this.#options.onGone(peer);
  }
}
