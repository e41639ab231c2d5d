import { type FailureCode, type Hello, limits, type Station } from '@mauzin/shared';

import { type Admission, Doorkeeper } from '../access/doorkeeper.ts';
import type { Guard } from '../access/guard.ts';
import type { ServiceSettings } from '../options.ts';
import type { StationConfig } from '../stations/contracts.ts';
import { Room } from './room.ts';
import type { From, LinkId, RoomEffect, RoomEvent, RoomTimer } from './room-types.ts';

/** A socket, as far as a station needs it. */
export interface Link {
  readonly id: LinkId;
  send(frame: string): void;
  /** Says why, and closes. Null: the peer said bye. */
  end(failure: FailureCode | null): void;
}

type UntimedEvent = RoomEvent extends infer Each
  ? Each extends RoomEvent
    ? Omit<Each, 'atMs'>
    : never
  : never;

/** One station at work: feeds its room with events, and does what the room wants, with real sockets and real time. */
export class StationHost {
  readonly station: Station;
  readonly #settings: ServiceSettings;
  readonly #door: Doorkeeper;
  readonly #room: Room;
  readonly #links = new Map<LinkId, Link>();
  readonly #timers = new Map<RoomTimer, () => void>();
  /** Events that came while effects of an earlier one were being carried out: strictly one after the other. */
  readonly #events: UntimedEvent[] = [];
  #busy = false;
  #closed = false;

  constructor(config: StationConfig, settings: ServiceSettings, guard: Guard) {
    const { slug, name, language } = config;
    const { limits: allowed, clock, iceServersFor, liveStreams } = settings;
    this.#settings = settings;
    this.#door = new Doorkeeper(config, settings, guard);
    this.station = { slug, name, language, ...(this.#door.isPrivate ? { private: true } : {}) };
    this.#room = new Room({
      station: this.station,
      iceServersFor,
      httpStream: liveStreams?.available(slug) === true ? liveStreams.route : null,
      openedAtMs: clock.now(),
      ...allowed,
    });
  }

  status(): ReturnType<Room['status']> {
    return this.#room.status(this.#settings.clock.now());
  }

  /**
   * Whether a hello may come in, and as whom.
   * @param address from `addressOf`
   */
  admit(hello: Hello, address: string): Promise<Admission> {
    return this.#door.admit(hello, address);
  }

  /** Whether this resume token of a listener, or none, lets somebody hear the station: always, unless it is private. */
  opens(ticket: string | null): boolean {
    return this.#door.opens(ticket);
  }

  join(link: Link, { peer, resumed, hello }: Extract<Admission, { ok: true }>): void {
    this.#links.set(link.id, link);
    const from = { peer, link: link.id };
    const resume = this.#door.issue(hello.role, peer);
    if (hello.role === 'listener')
      return this.handle({ type: 'listener-hello', from, resume, resumed, hello });
    return this.handle({ type: 'broadcaster-hello', from, resume, hello });
  }

  leave(from: From): void {
    this.#links.delete(from.link);
    this.handle({ type: 'link-lost', from });
  }

  handle(event: UntimedEvent): void {
    if (this.#closed) return;
    this.#events.push(event);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#events.shift(); next !== undefined; next = this.#events.shift()) {
        const timed: RoomEvent = { ...next, atMs: this.#settings.clock.now() };
        for (const effect of this.#contained(() => this.#room.handle(timed)) ?? []) {
          this.#contained(() => this.#perform(effect));
        }
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Ends its timers and lets go of its sockets, which the service closes. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#door.close();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#links.clear();
    this.#events.length = 0;
  }

  /** A mistake of ours in one event or effect must not keep the others from happening, nor end the process. */
  #contained<T>(run: () => T): T | null {
    try {
      return run();
    } catch (error) {
      this.#settings.logger.error({ station: this.station.slug, err: error }, 'an event failed');
      return null;
    }
  }

  #perform(effect: RoomEffect): void {
    const { logger } = this.#settings;
    const station = this.station.slug;
    switch (effect.type) {
      case 'send':
        return this.#send(effect.to, JSON.stringify(effect.message));
      case 'close':
        return this.#links.get(effect.link)?.end(effect.failure);
      case 'arm':
        return this.#arm(effect.timer, effect.delayMs);
      case 'disarm':
        this.#timers.get(effect.timer)?.();
        this.#timers.delete(effect.timer);
        return undefined;
      case 'note':
        return logger.info(effect.peer === null ? { station } : { station, peer: effect.peer }, effect.note);
    }
  }

  #send(to: readonly LinkId[], frame: string): void {
    // A frame that came in just under the limit may have grown over it by its sender's name. Receivers cut whoever
    // sends them too much, so this must not go out: one peer could have another's connection closed.
    if (Buffer.byteLength(frame) > limits.frameBytes) {
      return this.#settings.logger.warn({ station: this.station.slug }, 'message too large to pass on');
    }
    for (const link of to) this.#links.get(link)?.send(frame);
    return undefined;
  }

  #arm(timer: RoomTimer, delayMs: number): void {
    this.#timers.get(timer)?.();
    const cancel = this.#settings.clock.after(delayMs, () => {
      this.#timers.delete(timer);
      this.handle({ type: 'timer', timer });
    });
    this.#timers.set(timer, cancel);
  }
}
