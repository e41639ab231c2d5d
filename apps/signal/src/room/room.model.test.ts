import type { Rendition, Route } from '@mauzin/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { HearsOfListener, SaysToListener, UplinkSays } from '../sound/relay/contracts.ts';
import { RoomTable } from '../testing/room-table.ts';
import type { BroadcasterSays, From, ListenerSays, RoomEffect, RoomEvent } from './room-types.ts';

const names = ['amin-abc', 'bilal-bc', 'duha-abc', 'esma-abc', 'fatih-ab', 'hasan-ab'] as const;
const networks = ['hall', 'elsewhere'] as const;
const desks = ['desk-one', 'desk-two'] as const;
const setup = {
  relay: true,
  maxListeners: 5,
  directCapacity: 3,
  uplinkLingerMs: 60_000,
  directWithinMs: 4_000,
} as const;

/** What a connection of a side is called: its own, or one that the other side or another listener may have, too. */
const connection = fc.constantFrom('c1', 'c2', 'c3', 'c4');
const name = fc.constantFrom(...names);
const side = fc.constantFrom<Route>('direct', 'relay');
const rendition = fc.constantFrom<Rendition>('normal', 'saver');
const network = fc.constantFrom(...networks);

const health = { lossShare: 0, jitterMs: 0, concealedShare: 0, bufferMs: 0 };
const candidate = { candidate: 'x', sdpMid: null };

/** How each message of a union is made of what is drawn: a message that is missing here does not compile. */
type Makers<TMessage extends { type: string }, TDrawn> = {
  readonly [T in TMessage['type']]: (drawn: TDrawn) => Extract<TMessage, { type: T }>;
};
const typesOf = <T extends string>(makers: Readonly<Record<T, unknown>>): T[] => Object.keys(makers) as T[];

const listenerWords: Makers<ListenerSays, { name: string; connection: string; rendition: Rendition }> = {
  listen: (drawn) => ({
    type: 'listen',
    connection: drawn.connection === 'c4' ? drawn.connection : null,
    rendition: drawn.rendition,
  }),
  unlisten: () => ({ type: 'unlisten' }),
  answer: (drawn) => ({ type: 'answer', connection: drawn.connection, sdp: drawn.name }),
  candidate: (drawn) => ({ type: 'candidate', connection: drawn.connection, candidate }),
  closed: (drawn) => ({ type: 'closed', connection: drawn.connection }),
  health: (drawn) => ({
    type: 'health',
    report: { connection: drawn.connection, route: 'direct', ...health },
  }),
  bye: () => ({ type: 'bye' }),
};
/** Of a side to a listener, or to an uplink. */
const sideWords: Makers<SaysToListener, { listener: string; connection: string; sdp: string }> = {
  offer: (drawn) => ({ type: 'offer', ...drawn }),
  reached: ({ connection: id, listener }) => ({ type: 'reached', listener, connection: id }),
  candidate: ({ connection: id, listener }) => ({ type: 'candidate', listener, connection: id, candidate }),
  closed: ({ connection: id, listener }) => ({ type: 'closed', listener, connection: id }),
  refuse: ({ listener }) => ({ type: 'refuse', listener, code: 'station-full' }),
};
/** Of the broadcaster, about itself. */
const deskWords: Makers<Exclude<BroadcasterSays, SaysToListener>, { direct: number }> = {
  live: () => ({ type: 'live' }),
  off: () => ({ type: 'off' }),
  bye: () => ({ type: 'bye' }),
  capacity: ({ direct }) => ({ type: 'capacity', direct }),
};
const uplinkWords: Makers<UplinkSays, { connection: string }> = {
  listen: () => ({ type: 'listen', connection: null }),
  answer: (drawn) => ({ type: 'answer', connection: drawn.connection, sdp: 'uplink' }),
  candidate: (drawn) => ({ type: 'candidate', connection: drawn.connection, candidate }),
  closed: (drawn) => ({ type: 'closed', connection: drawn.connection }),
  health: (drawn) => ({
    type: 'health',
    report: { connection: drawn.connection, route: 'direct', ...health },
  }),
};

const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('join'), name, network, rendition }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('return'),
      name,
      network,
      rendition,
      side,
      connection,
      resumed: fc.boolean(),
      listening: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lose'), name }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('listener-says'),
      name,
      connection,
      rendition,
      type: fc.constantFrom(...typesOf(listenerWords)),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constant('side-says'),
      side,
      name,
      connection,
      type: fc.constantFrom(...typesOf(sideWords), 'offer'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('arrive'),
      desk: fc.constantFrom(...desks),
      network,
      onAir: fc.boolean(),
      saver: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose-desk') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('desk-says'),
      direct: fc.integer({ min: 0, max: 4 }),
      type: fc.constantFrom(...typesOf(deskWords), 'live', 'capacity', 'capacity', 'capacity'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('send-away'), name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dismiss'), spared: fc.subarray([...names]) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('relay-open'), isOpen: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('relay-lost'), names: fc.subarray([...names]) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('readers'), normal: fc.nat(2), saver: fc.nat(2) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flow'), rendition, flows: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('uplink-says'),
      rendition,
      connection,
      type: fc.constantFrom(...typesOf(uplinkWords)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('desk-to-uplink'),
      rendition,
      connection,
      type: fc.constantFrom(...typesOf(sideWords)),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('pass'),
      ms: fc.constantFrom(100, 1_000, 4_100, 20_000, 61_000, 700_000),
    }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

type RelaySays = Extract<RoomEvent, { type: 'relay-says' }>['message'];

/** By which acts each message of the relay, and each event, comes about: one that is missing here does not compile. */
const relayActs: Readonly<Record<RelaySays['type'], Act['do']>> = {
  'to-listener': 'side-says',
  'to-broadcaster': 'uplink-says',
  readers: 'readers',
  flow: 'flow',
  lost: 'relay-lost',
};
const actsOf: Readonly<Record<RoomEvent['type'], readonly Act['do'][]>> = {
  'broadcaster-hello': ['arrive'],
  'listener-hello': ['join', 'return'],
  'broadcaster-says': ['desk-says', 'side-says', 'desk-to-uplink'],
  'listener-says': ['listener-says'],
  'relay-says': Object.values(relayActs),
  'relay-open': ['relay-open'],
  'link-lost': ['lose', 'lose-desk'],
  'send-away': ['send-away'],
  dismiss: ['dismiss'],
  timer: ['pass'],
};

/** A room, and what everybody around it knows by what it has said to them. */
class Model {
  readonly table = new RoomTable(setup);
  /** The socket of each listener that is there. */
  readonly here = new Map<string, From>();
  /** Connections that a listener was offered, or has named itself. */
  readonly offered = new Map<string, Set<string>>();
  /** Connections of each listener that a side has offered it by the room on its present socket, or has once called reached. */
  readonly believed = new Map<string, Set<string>>();
  readonly #everReached = new Map<string, Set<string>>();
  /** Offers that each listener was given, and answers of it that a side heard, by listener and connection. */
  readonly #offers = new Map<string, number>();
  readonly #answers = new Map<string, number>();
  /** Whose own word is looked at; when each listener's words made a side be asked for a connection. */
  #own: string | null = null;
  readonly #asks = new Map<string, number[]>();
  /** Whom each side sends to, or is about to, and in which rendition, as it was asked. */
  readonly askedOf: Record<Route, Map<string, Rendition>> = { direct: new Map(), relay: new Map() };
  readonly uplinks = new Map<Rendition, boolean>();
  readers: Record<Rendition, number> = { normal: 0, saver: 0 };
  desk: From | null = null;
  hasSaver = false;
  /** The station has been off since it was on the air, and not because its broadcaster was waited for in vain. */
  isOver = true;
  /** Whether there is a relay yet: it comes with the first broadcaster. */
  hasRelay = false;
  /** Who said something, if one did: nobody else's words may go out. */
  speaker: string | null = null;
  #link = 100;

  do(action: Act): void {
    this.hear(action);
    this.#check();
  }

  /** The same, but only what is said is looked at. */
  hear(action: Act): void {
    this.speaker = null;
    this.#own =
      ['join', 'return', 'listener-says'].includes(action.do) && 'name' in action ? action.name : null;
    this.look(this.#perform(action));
    this.#own = null;
  }

  say(who: string, message: ListenerSays): void {
    this.speaker = who;
    const from = this.here.get(who);
    if (from) this.look(this.table.listenerSays(from, message));
    this.speaker = null;
  }

  #perform(action: Act): RoomEffect[] {
    const { table } = this;
    switch (action.do) {
      case 'join':
        return this.#hello(action.name, action.network, { listening: true, rendition: action.rendition });
      case 'return': {
        const { listening, resumed, side: route } = action;
        const held = { connection: action.connection, route };
        return this.#hello(action.name, action.network, { listening, ...held }, resumed);
      }
      case 'lose':
        return this.#gone(action.name, (from) => table.lose(from));
      case 'listener-says':
        return this.#listenerSays(action);
      case 'side-says':
        return this.sideSays(action.side, sideMessage(action));
      case 'arrive':
        return this.arrive(action.desk, action.network, action.onAir, action.saver);
      case 'lose-desk':
        return this.#withDesk((from) => {
          this.desk = null;
          this.askedOf.direct.clear();
          return table.lose(from);
        });
      case 'desk-says':
        return this.#deskSays(action);
      case 'send-away': {
        const effects = table.sendAway(action.name);
        this.#forget(action.name);
        return effects;
      }
      case 'dismiss': {
        const stay = new Set(action.spared);
        const effects = table.dismiss(...action.spared.flatMap((one) => this.here.get(one)?.link ?? []));
        for (const one of [...this.here.keys()].filter((each) => !stay.has(each as never))) this.#forget(one);
        return effects;
      }
      case 'relay-open':
        return this.#withRelay(() => table.relayIs(action.isOpen));
      case 'relay-lost':
        for (const one of action.names) this.askedOf.relay.delete(one);
        return this.#withRelay(() => table.relayLost(...action.names));
      case 'readers':
        if (this.hasRelay) this.readers = { normal: action.normal, saver: action.saver };
        return this.#withRelay(() => table.readers(action.normal, action.saver));
      case 'flow':
        return this.#withRelay(() => table.flow(action.flows, action.rendition));
      case 'uplink-says':
        return this.#withRelay(() => table.uplinkSays(uplinkWords[action.type](action), action.rendition));
      case 'desk-to-uplink':
        return this.sideSays('direct', deskToUplink(action));
      case 'pass':
        return table.pass(action.ms);
      default:
        return action satisfies never;
    }
  }

  arrive(peer: string, from: string, onAir: boolean, saver: boolean): RoomEffect[] {
    const link = this.#link++;
    if (!this.hasRelay) this.look(this.table.relayIs(true));
    this.hasRelay = true;
    this.desk = { peer, link };
    this.hasSaver = saver;
    if (!onAir) this.isOver = true;
    this.askedOf.direct.clear();
    return this.table.broadcaster(
      this.desk,
      { takeOver: true, onAirMs: onAir ? 0 : null, renditions: saver ? ['normal', 'saver'] : ['normal'] },
      from,
    );
  }

  sideSays(by: Route, message: SaysToListener): RoomEffect[] {
    this.speaker = message.listener;
    if (message.type === 'refuse') this.askedOf[by].delete(message.listener);
    if (message.type === 'reached') {
      addTo(this.#everReached, message.listener, message.connection);
      addTo(this.believed, message.listener, message.connection);
    }
    if (by === 'relay') return this.#withRelay(() => this.table.relaySays(message));
    return this.#withDesk((from) => this.table.broadcasterSays(from, message));
  }

  #hello(
    who: string,
    from: string,
    hello: { listening: boolean; connection?: string; route?: Route; rendition?: Rendition },
    resumed = false,
  ): RoomEffect[] {
    const link = this.#link++;
    const isNew = !this.here.has(who);
    const effects = this.table.listener({ peer: who, link }, hello, resumed, from);
    if (isNew && effects.some((effect) => effect.type === 'close' && effect.link === link)) return effects;
    this.here.set(who, { peer: who, link });
    this.offered.set(who, new Set(hello.connection === undefined ? [] : [hello.connection]));
    this.believed.set(who, new Set(this.#everReached.get(who)));
    return effects;
  }

  #gone(who: string, how: (from: From) => RoomEffect[]): RoomEffect[] {
    const from = this.here.get(who);
    if (!from) return [];
    const effects = how(from);
    this.#forget(who);
    return effects;
  }

  /** Whoever comes next of that name is somebody new. */
  #forget(who: string): void {
    this.here.delete(who);
    this.offered.delete(who);
    this.#asks.delete(who);
  }

  #listenerSays(action: Extract<Act, { do: 'listener-says' }>): RoomEffect[] {
    this.speaker = action.name;
    const message = listenerWords[action.type](action);
    if (message.type === 'listen' && message.connection !== null)
      addTo(this.offered, action.name, message.connection);
    const say = (from: From): RoomEffect[] => this.table.listenerSays(from, message);
    if (message.type === 'bye') return this.#gone(action.name, say);
    const from = this.here.get(action.name);
    return from ? say(from) : [];
  }

  #deskSays({ direct, type }: Extract<Act, { do: 'desk-says' }>): RoomEffect[] {
    return this.#withDesk((from) => {
      if (type === 'off' || type === 'bye') this.isOver = true;
      const effects = this.table.broadcasterSays(from, deskWords[type]({ direct }));
      if (type === 'bye') this.desk = null;
      if (type === 'bye') this.askedOf.direct.clear();
      return effects;
    });
  }

  #withRelay(run: () => RoomEffect[]): RoomEffect[] {
    return this.hasRelay ? run() : [];
  }

  #withDesk(run: (from: From) => RoomEffect[]): RoomEffect[] {
    return this.desk ? run(this.desk) : [];
  }

  /** Everybody hears what the room says; whatever must not be said fails. */
  look(effects: RoomEffect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'to-relay':
          this.#relayHears(effect.message);
          break;
        case 'send':
          for (const link of effect.to) this.#linkHears(link, effect.message);
          break;
        case 'close':
        case 'arm':
        case 'disarm':
        case 'note':
          break;
        default:
          effect satisfies never;
      }
    }
  }

  #relayHears(message: Extract<RoomEffect, { type: 'to-relay' }>['message']): void {
    switch (message.type) {
      case 'of-listener':
        return this.#sideHears('relay', message.message);
      case 'of-broadcaster':
        return undefined;
      case 'uplink':
        expect(this.uplinks.get(message.rendition) ?? false).not.toBe(message.wanted);
        this.uplinks.set(message.rendition, message.wanted);
        return undefined;
      default:
        return message satisfies never;
    }
  }

  #sideHears(by: Route, message: HearsOfListener): void {
    const who = message.listener;
    switch (message.type) {
      case 'listen':
        this.askedOf[by].set(who, message.rendition ?? 'normal');
        return who === this.#own ? this.#expectPace(who) : undefined;
      case 'unlisten':
      case 'listener-left':
        this.askedOf[by].delete(who);
        return undefined;
      case 'answer': {
        expect(message.sdp).toBe(who);
        const about = `${who} ${message.connection}`;
        this.#answers.set(about, (this.#answers.get(about) ?? 0) + 1);
        expect(this.#answers.get(about)).toBeLessThanOrEqual(this.#offers.get(about) ?? 0);
        return this.#saidItself(who, message.connection);
      }
      case 'candidate':
      case 'closed':
        return this.#saidItself(who, message.connection);
      case 'health':
        return this.#saidItself(who, message.report.connection);
      default:
        return message satisfies never;
    }
  }

  /** Nobody makes connections faster than one a second, after five at once. */
  #expectPace(who: string): void {
    const { atMs } = this.table;
    const asks = [...(this.#asks.get(who) ?? []), atMs];
    this.#asks.set(who, asks);
    for (const [index, sinceMs] of asks.entries())
      expect(asks.length - index).toBeLessThanOrEqual(5 + (atMs - sinceMs) / 1_000);
  }

  /** What a listener said of its connections comes in its own name only, and of none that it alone knows of. */
  #saidItself(who: string, connection: string | null): void {
    expect(this.speaker).toBe(who);
    if (connection !== null) expect([...(this.believed.get(who) ?? [])]).toContain(connection);
  }

  #linkHears(link: number, message: Extract<RoomEffect, { type: 'send' }>['message']): void {
    if (link === this.desk?.link) return this.#deskHears(message);
    const who = [...this.here].find(([, from]) => from.link === link)?.[0];
    // Its last word, or its first.
    if (who === undefined) return undefined;
    switch (message.type) {
      case 'offer':
        expect([`direct ${who}`, `relay ${who}`]).toContain(message.sdp);
        this.offered.get(who)?.add(message.connection);
        addTo(this.believed, who, message.connection);
        this.#offers.set(
          `${who} ${message.connection}`,
          (this.#offers.get(`${who} ${message.connection}`) ?? 0) + 1,
        );
        return undefined;
      case 'candidate':
      case 'closed':
        expect([...(this.offered.get(who) ?? [])]).toContain(message.connection);
        return undefined;
      case 'welcome':
      case 'live':
      case 'off':
      case 'error':
      case 'pong':
        return undefined;
      case 'ticket':
        return expect.unreachable('a room gives tickets only with the welcome');
      case 'listen':
      case 'unlisten':
      case 'answer':
      case 'dismissed':
      case 'listener-left':
      case 'health':
      case 'presence':
        return expect.unreachable(`a listener heard ${message.type}`);
      default:
        return message satisfies never;
    }
  }

  #deskHears(message: Extract<RoomEffect, { type: 'send' }>['message']): void {
    switch (message.type) {
      case 'welcome':
        for (const one of 'listening' in message ? message.listening : []) {
          if (one.uplink !== true) this.askedOf.direct.set(one.listener, one.rendition ?? 'normal');
        }
        return undefined;
      case 'listen':
      case 'unlisten':
      case 'answer':
      case 'candidate':
      case 'closed':
      case 'listener-left':
      case 'health':
        if (!('listener' in message)) return expect.unreachable(`the broadcaster heard ${message.type}`);
        return message.listener.startsWith('relay-') ? undefined : this.#sideHears('direct', message);
      case 'dismissed':
      case 'presence':
      case 'error':
      case 'pong':
        return undefined;
      case 'live':
      case 'off':
      case 'offer':
      case 'ticket':
        return expect.unreachable(`the broadcaster heard ${message.type}`);
      default:
        return message satisfies never;
    }
  }

  #check(): void {
    const { table } = this;
    const isOnAir = table.status.onAirMs !== null;
    if (isOnAir) this.isOver = false;
    const asked = [...this.askedOf.relay.values()];
    const need = (one: Rendition): number => asked.filter((wish) => wish === one).length + this.readers[one];
    const needed: Record<Rendition, boolean> = this.hasSaver
      ? { normal: need('normal') > 0, saver: need('saver') > 0 }
      : { normal: need('normal') + need('saver') > 0, saver: false };
    for (const one of ['normal', 'saver'] as const) {
      const wanted = this.uplinks.get(one) ?? false;
      const lingers = table.timers.has(`uplink-${one}`);
      if (this.isOver) expect([one, wanted]).toEqual([one, false]);
      if (isOnAir && needed[one]) expect([one, wanted, lingers]).toEqual([one, true, false]);
      if (wanted && !needed[one]) expect([one, lingers]).toEqual([one, true]);
    }
    expect(table.status.listeners).toBe(this.here.size);
    expect(table.status.listeners).toBeLessThanOrEqual(setup.maxListeners);
  }
}

function addTo(sets: Map<string, Set<string>>, who: string, connection: string): void {
  const known = sets.get(who) ?? new Set();
  sets.set(who, known.add(connection));
}

function sideMessage({ connection: id, name: listener, side: by, type }: Extract<Act, { do: 'side-says' }>) {
  return sideWords[type]({ listener, connection: id, sdp: `${by} ${listener}` });
}

function deskToUplink({ connection: id, rendition: one, type }: Extract<Act, { do: 'desk-to-uplink' }>) {
  return sideWords[type]({ listener: `relay-${one}`, connection: id, sdp: 'uplink' });
}

/** From now on everything works: both sides offer what they are asked for, and reach everybody; pages ask as long as they hear nothing. */
function settle(model: Model): Map<string, Route> {
  const { table } = model;
  model.look(table.relayIs(true));
  model.look(model.arrive('desk-one', 'hall', true, false));
  const desk = model.desk ?? { peer: '', link: 0 };
  const hears = new Map<string, Route>();
  const was = new Map<string, Route>();
  let next = 0;
  const connect = (effects: RoomEffect[]): void => {
    for (const effect of effects) {
      const asks = askedIn(effect, desk.link);
      for (const [by, who] of asks) {
        const id = `fine-${next++}`;
        const offer = { type: 'offer', listener: who, connection: id, sdp: `${by} ${who}` } as const;
        const offers = model.sideSays(by, offer);
        model.look(offers);
        if (offers.length === 0) continue;
        model.say(who, { type: 'answer', connection: id, sdp: who });
        model.look(model.sideSays(by, { type: 'reached', listener: who, connection: id }));
        hears.set(who, by);
        was.set(who, by);
      }
    }
  };
  for (let round = 0; round < 100; round++) {
    for (const who of model.here.keys()) {
      const from = model.here.get(who);
      if (!from || hears.has(who)) continue;
      model.speaker = who;
      const effects = table.listenerSays(from, { type: 'listen', connection: null });
      model.look(effects);
      connect(effects);
    }
    const effects = table.pass(8_000);
    model.speaker = null;
    model.look(effects);
    connect(effects);
  }
  return was;
}

function askedIn(effect: RoomEffect, deskLink: number): [Route, string][] {
  if (effect.type === 'to-relay' && effect.message.type === 'of-listener') {
    const { message } = effect.message;
    return message.type === 'listen' ? [['relay', message.listener]] : [];
  }
  if (effect.type !== 'send' || !effect.to.includes(deskLink) || effect.message.type !== 'listen') return [];
  return 'listener' in effect.message ? [['direct', effect.message.listener]] : [];
}

describe('whatever happens', () => {
  it('is among all that can happen', () => {
    const drawn = new Set(fc.sample(act, { numRuns: 2_000, seed: 1 }).map((one) => one.do));
    expect([...drawn].sort()).toEqual([...new Set(Object.values(actsOf).flat())].sort());
  });

  it('words reach only whom they are for, and the relay has just what is needed', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
        const model = new Model();
        for (const one of acts) model.do(one);
        expect(model.table.status.listeners).toBe(model.here.size);
      }),
      { numRuns: 300 },
    );
  });

  it('of a connection that a listener alone knows of nothing goes on, and an offer has one answer', () => {
    const isTalk = ({ do: what }: Act): boolean =>
      !['lose-desk', 'pass', 'readers', 'relay-lost', 'relay-open', 'uplink-says', 'desk-to-uplink'].includes(
        what,
      );
    fc.assert(
      fc.property(fc.array(act.filter(isTalk), { maxLength: 80, size: 'max' }), (acts) => {
        const model = new Model();
        model.hear({ do: 'arrive', desk: 'desk-one', network: 'hall', onAir: true, saver: false });
        for (const one of acts) model.hear(one);
        expect(model.table.status.listeners).toBe(model.here.size);
      }),
      { numRuns: 200 },
    );
  });

  it('once everything works again, everybody hears, and the broadcaster has no more than it takes', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const model = new Model();
        for (const one of acts) model.do(one);
        const hears = settle(model);
        expect([...hears.keys()].sort()).toEqual([...model.here.keys()].sort());
        const { direct, relayed } = model.table.status;
        expect(direct + relayed).toBe(model.here.size);
        // Who came before the relay was open, and hears, stays; but not beyond the capacity.
        expect(direct).toBeLessThanOrEqual(setup.directCapacity);
      }),
      { numRuns: 150 },
    );
  });

  it('nothing is left when all are gone', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const model = new Model();
        for (const one of acts) model.do(one);
        for (const one of names) model.do({ do: 'lose', name: one });
        model.do({ do: 'readers', normal: 0, saver: 0 });
        model.do({ do: 'pass', ms: 700_000 });
        expect([...model.table.timers.keys()]).toEqual([]);
        expect(model.table.status).toMatchObject({ listeners: 0, direct: 0, relayed: 0, overHttp: 0 });
        expect([...model.uplinks.values()]).not.toContain(true);
        expect([...model.askedOf.relay.keys(), ...model.askedOf.direct.keys()]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
