import {
  type BroadcasterHello,
  type ListenerHello,
  type Rendition,
  type ServiceToBroadcaster,
  type ServiceToListener,
} from '@mauzin/shared';

import type { SaysToListener, ToRelay, UplinkSays } from '../sound/relay/contracts.ts';
import { Room } from '../room/room.ts';
import { broadcasterHello, listenerHello } from './hellos.ts';
import type {
  BroadcasterSays,
  From,
  ListenerSays,
  RoomEffect,
  RoomEvent,
  RoomSetup,
  RoomTimer,
} from '../room/room-types.ts';

export const roomSetup: RoomSetup = {
  station: { slug: 'noor', name: 'Noor', language: 'ar' },
  iceServersFor: () => [],
  httpStream: null,
  relay: false,
  directWithinMs: 4_000,
  uplinkLingerMs: 60_000,
  pingEveryMs: 5_000,
  maxListeners: 4,
  directCapacity: 2,
  graceMs: 30_000,
  presenceEveryMs: 1_000,
  openedAtMs: 0,
};

type Untimed<T> = T extends RoomEvent ? Omit<T, 'atMs'> : never;

/** A room with a time that the test sets, and short words for what happens. Its timers are kept, and ring in `pass`. */
export class RoomTable {
  atMs = 1_000;
  readonly room: Room;
  readonly timers = new Map<RoomTimer, number>();

  constructor(changed: Partial<RoomSetup> = {}) {
    this.room = new Room({ ...roomSetup, ...changed });
  }

  handle(event: Untimed<RoomEvent>): RoomEffect[] {
    const effects = this.room.handle({ ...event, atMs: this.atMs });
    for (const effect of effects) {
      if (effect.type === 'arm') this.timers.set(effect.timer, this.atMs + effect.delayMs);
      if (effect.type === 'disarm') this.timers.delete(effect.timer);
    }
    return effects;
  }

  broadcaster(from: From, changed: Partial<BroadcasterHello> = {}, network = 'hall'): RoomEffect[] {
    const hello: BroadcasterHello = {
      ...broadcasterHello,
      key: 'k',
      ...changed,
    };
    return this.handle({ type: 'broadcaster-hello', from, network, resume: 'token', hello });
  }

  listener(
    from: From,
    changed: Partial<ListenerHello> = {},
    resumed = false,
    network = 'hall',
  ): RoomEffect[] {
    const hello: ListenerHello = {
      ...listenerHello,
      listening: false,
      ...changed,
    };
    return this.handle({
      type: 'listener-hello',
      from,
      network,
      resume: 'token',
      ticket: null,
      resumed,
      hello,
    });
  }

  sendAway(peer: string): RoomEffect[] {
    return this.handle({ type: 'send-away', peer });
  }

  dismiss(...spared: number[]): RoomEffect[] {
    return this.handle({ type: 'dismiss', spared: new Set(spared) });
  }

  broadcasterSays(from: From, message: BroadcasterSays): RoomEffect[] {
    return this.handle({ type: 'broadcaster-says', from, message });
  }

  listenerSays(from: From, message: ListenerSays): RoomEffect[] {
    return this.handle({ type: 'listener-says', from, message });
  }

  relaySays(message: SaysToListener): RoomEffect[] {
    return this.handle({ type: 'relay-says', message: { type: 'to-listener', message } });
  }

  uplinkSays(message: UplinkSays, rendition: Rendition = 'normal'): RoomEffect[] {
    return this.handle({ type: 'relay-says', message: { type: 'to-broadcaster', rendition, message } });
  }

  relayLost(...listeners: string[]): RoomEffect[] {
    return this.handle({ type: 'relay-says', message: { type: 'lost', listeners } });
  }

  /** Packets of a rendition reach the relay now, or do no more. */
  flow(flows: boolean, rendition: Rendition = 'normal'): RoomEffect[] {
    return this.handle({ type: 'relay-says', message: { type: 'flow', rendition, flows } });
  }

  readers(normal: number, saver = 0): RoomEffect[] {
    return this.handle({ type: 'relay-says', message: { type: 'readers', normal, saver } });
  }

  relayIs(isOpen: boolean): RoomEffect[] {
    return this.handle({ type: 'relay-open', isOpen });
  }

  lose(from: From): RoomEffect[] {
    return this.handle({ type: 'link-lost', from });
  }

  ring(timer: RoomTimer): RoomEffect[] {
    this.timers.delete(timer);
    return this.handle({ type: 'timer', timer });
  }

  /** Time goes by; timers ring when they are due. Returns all that they bring about. */
  pass(ms: number): RoomEffect[] {
    const untilMs = this.atMs + ms;
    const effects: RoomEffect[] = [];
    for (;;) {
      const [next] = [...this.timers].filter(([, at]) => at <= untilMs).toSorted(([, a], [, b]) => a - b);
      if (next === undefined) break;
      this.atMs = Math.max(this.atMs, next[1]);
      effects.push(...this.ring(next[0]));
    }
    this.atMs = untilMs;
    return effects;
  }

  get status() {
    return this.room.status(this.atMs);
  }
}

export const desk: From = { peer: 'desk-1', link: 1 };
export const phone: From = { peer: 'phone-1', link: 11 };
export const tablet: From = { peer: 'tablet-1', link: 12 };

export const told = (effects: RoomEffect[], link: number): (ServiceToListener | ServiceToBroadcaster)[] =>
  effects.flatMap((effect) => (effect.type === 'send' && effect.to.includes(link) ? [effect.message] : []));
export const types = (effects: RoomEffect[], link: number): string[] =>
  told(effects, link).map(({ type }) => type);
export const closes = (effects: RoomEffect[]) => effects.filter((effect) => effect.type === 'close');
export const toRelay = (effects: RoomEffect[]): ToRelay[] =>
  effects.flatMap((effect) => (effect.type === 'to-relay' ? [effect.message] : []));
/** What the relay is told of listeners. */
export const ofListeners = (effects: RoomEffect[]) =>
  toRelay(effects).flatMap((one) => (one.type === 'of-listener' ? [one.message] : []));
/** Which uplinks it is told to want, or not to. */
export const uplinks = (effects: RoomEffect[]) =>
  toRelay(effects).flatMap((one) => (one.type === 'uplink' ? [[one.rendition, one.wanted] as const] : []));
export const moves = (effects: RoomEffect[]) =>
  effects.flatMap((effect) =>
    effect.type === 'note' && effect.note === 'moved' ? [[effect.peer, effect.to, effect.why] as const] : [],
  );
