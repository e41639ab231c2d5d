import type { Route } from '@mauzin/shared';

import { Air } from './air.ts';
import { type Listener, ListenerBook } from './state/listener-book.ts';
import { EffectList } from './state/effect-list.ts';
import { Presence } from './presence.ts';
import { Reception } from './reception.ts';
import type { RoomContext } from './state/room-context.ts';
import type {
  BroadcasterSays,
  From,
  ListenerSays,
  RoomEffect,
  RoomEvent,
  RoomSetup,
  RoomTimer,
} from './room-types.ts';
import { Routing } from './routing/routing.ts';
import { Seat } from './state/seat.ts';
import { uplinkOf, Uplinks } from './uplinks.ts';

export interface RoomStatus {
  /** How long the station has been on the air, ms; null when it is off. */
  readonly onAirMs: number | null;
  /** How many listener pages are open. */
  readonly listeners: number;
  /** How many want sound, by route. */
  readonly direct: number;
  readonly relayed: number;
  /** How many play the HTTP stream by the relay. */
  readonly overHttp: number;
}

/**
 * One station: what happens comes in as events, what to do about it goes out as effects. It owns no socket and asks no
 * clock; the same events always give the same effects. No peer's message is passed on as it came: the room makes a new one,
 * stamped with the sender that the service knows.
 */
export class Room {
  readonly #context: RoomContext;
  readonly #routing: Routing;
  readonly #uplinks: Uplinks;
  readonly #air: Air;
  readonly #reception: Reception;
  readonly #presence: Presence;

  constructor(setup: RoomSetup) {
    const seat = new Seat();
    const context: RoomContext = {
      setup,
      seat,
      book: new ListenerBook(),
      out: new EffectList(seat),
      atMs: setup.openedAtMs,
      hasSaver: false,
      hasRelay: false,
    };
    this.#context = context;
    this.#routing = new Routing(context);
    this.#uplinks = new Uplinks(context);
    this.#air = new Air(context, this.#routing, this.#uplinks);
    this.#reception = new Reception(context, this.#air, this.#routing);
    this.#presence = new Presence(context, this.#uplinks);
  }

  handle(event: RoomEvent): RoomEffect[] {
    this.#context.atMs = event.atMs;
    this.#apply(event);
    this.#routing.settle();
    this.#uplinks.settle();
    this.#presence.settle();
    return this.#context.out.take();
  }

  status(atMs: number): RoomStatus {
    const { book, seat } = this.#context;
    const { sinceMs } = seat;
    return {
      onAirMs: sinceMs === null ? null : Math.max(0, Math.round(atMs - sinceMs)),
      listeners: book.counted,
      direct: book.direct,
      relayed: book.relayed,
      overHttp: this.#uplinks.overHttp,
    };
  }

  /** The network of a listener, or of one that lost its socket a short while ago; null: there is none of that id. */
  networkOf(peer: string, atMs: number): string | null {
    return this.#reception.networkOf(peer, atMs);
  }

  /** The network that the broadcaster is on, or was last; null: it has not been here. */
  get broadcasterNetwork(): string | null {
    return this.#context.seat.network;
  }

  /** Who listens, or has its page open. */
  listeners(): { readonly peer: string; readonly route: Route | null }[] {
    return [...this.#context.book.all()].map(({ peer, sound }) => ({
      peer,
      route: sound.name === 'wanted' ? sound.route : null,
    }));
  }

  /** Whether this listener is to hear the station by the relay. */
  isRelayed(peer: string): boolean {
    const sound = this.#context.book.get(peer)?.sound;
    return sound?.name === 'wanted' && sound.route === 'relay';
  }

  #apply(event: RoomEvent): void {
    const { book, seat, setup } = this.#context;
    switch (event.type) {
      case 'broadcaster-hello':
        if (!this.#air.arrive(event)) return undefined;
        this.#reception.seated();
        return setup.relay ? this.#presence.changed() : undefined;
      case 'listener-hello':
        return this.#reception.arrive(event) ? this.#presence.changed() : undefined;
      case 'broadcaster-says':
        return seat.isHeldBy(event.from.link) ? this.#hearBroadcaster(event.message) : undefined;
      case 'listener-says': {
        const listener = book.at(event.from);
        return listener ? this.#hearListener(listener, event.message) : undefined;
      }
      case 'relay-says':
        return this.#hearRelay(event.message);
      case 'relay-open':
        return this.#routing.relayIs(event.isOpen);
      case 'link-lost':
        return this.#lose(event.from);
      case 'send-away':
        this.#reception.sendAway(event.peer);
        return this.#presence.changed();
      case 'dismiss':
        this.#reception.dismissAll(event.spared);
        return this.#presence.changed();
      case 'timer':
        return this.#ring(event.timer);
      default:
        return event satisfies never;
    }
  }

  #hearBroadcaster(message: BroadcasterSays): void {
    switch (message.type) {
      case 'live':
        return this.#air.begin();
      case 'off':
        return this.#air.end();
      case 'bye':
        return this.#air.leave();
      case 'capacity':
        return this.#routing.capacityIs(message.direct);
      case 'reached':
      case 'offer':
      case 'candidate':
      case 'closed':
      case 'refuse': {
        const uplink = uplinkOf(message.listener);
        if (uplink !== null) return this.#uplinks.fromBroadcaster(uplink, message);
        return this.#routing.hearSide('direct', message);
      }
      default:
        return message satisfies never;
    }
  }

  #hearRelay(message: Extract<RoomEvent, { type: 'relay-says' }>['message']): void {
    switch (message.type) {
      case 'to-listener':
        return this.#routing.hearSide('relay', message.message);
      case 'to-broadcaster':
        return this.#uplinks.fromRelay(message.rendition, message.message);
      case 'readers':
        return this.#uplinks.setReaders(message);
      case 'flow':
        return this.#uplinks.setFlows(message.rendition, message.flows);
      case 'lost':
        return this.#routing.lostByRelay(message.listeners);
      default:
        return message satisfies never;
    }
  }

  #hearListener(listener: Listener, message: ListenerSays): void {
    switch (message.type) {
      case 'bye':
        this.#context.out.close(listener.link, null);
        this.#reception.leave(listener, 'bye');
        return this.#presence.changed();
      case 'listen':
      case 'unlisten':
      case 'answer':
      case 'candidate':
      case 'closed':
      case 'health':
        return this.#routing.hearListener(listener, message);
      default:
        return message satisfies never;
    }
  }

  #lose(from: From): void {
    const { book, seat } = this.#context;
    const listener = book.at(from);
    if (listener) {
      this.#reception.leave(listener, 'lost');
      this.#presence.changed();
    } else if (seat.isHeldBy(from.link)) {
      this.#air.lose();
    }
  }

  #ring(timer: RoomTimer): void {
    switch (timer) {
      case 'grace':
        return this.#air.giveUp();
      case 'presence':
        return this.#presence.tell();
      case 'routes':
        return this.#routing.ring();
      case 'uplink-normal':
        return this.#uplinks.lingered('normal');
      case 'uplink-saver':
        return this.#uplinks.lingered('saver');
      default:
        return timer satisfies never;
    }
  }
}
