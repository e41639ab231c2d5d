import {
  Broadcaster,
  FanOut,
  type Frame,
  IcePort,
  type OpusPacket,
  type Source,
  type SourceSink,
  systemClock as mediaClock,
  WebRtcListener,
} from '@mauzin/media';
import { TestReceiver } from '@mauzin/media/testing';
import { type Candidate, namedRendition, type Rendition } from '@mauzin/shared';

import { serviceClock } from '../clock.ts';
import { type ServiceLogger, silentLogger } from '../service-logger.ts';
import type { FromRelay, Relay, RelayedStation, SaysToListener } from '../sound/relay/contracts.ts';
import { relayProgram } from '../sound/relay/relay-program.ts';
import { createRelay, type RelayOptions } from '../sound/relay/relay.ts';

/** An Opus packet of 20 ms (CELT, mono) that holds its number. */
export function numbered(number: number): Buffer {
  const payload = Buffer.alloc(60, 0x55);
  payload.writeUInt8(0xf8);
  payload.writeUInt32BE(number, 1);
  return payload;
}

/** Which of a source's packets this is. */
export const numberOf = (payload: Uint8Array): number => Buffer.from(payload).readUInt32BE(1);

/** Numbered packets in real time. */
class NumberedSource implements Source {
  readonly kind = 'file';
  #timer: ReturnType<typeof setInterval> | null = null;
  #next = 0;

  start(sink: SourceSink): void {
    const begin = performance.now();
    this.#timer = setInterval(() => {
      while (this.#next * 20 <= performance.now() - begin) {
        const packet: OpusPacket = {
          payload: numbered(this.#next),
          sequence: this.#next & 0xffff,
          timestamp: (this.#next * 960) >>> 0,
          stream: 0,
        };
        this.#next += 1;
        sink.packet(packet);
      }
    }, 5);
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }
}

/** What a desktop is to a relay: a broadcaster on the air, whose listeners it passes messages with. */
export class Desktop {
  readonly broadcaster: Broadcaster;
  readonly fanOut: FanOut;
  readonly errors: unknown[] = [];
  /** Every so many packets to its uplinks, one is lost on the way; 0: none. */
  loseEvery = 0;
  readonly #ice: IcePort;
  readonly #outlets: WebRtcListener[] = [];

  private constructor(ice: IcePort, says: (message: SaysToListener) => void) {
    this.#ice = ice;
    this.fanOut = new FanOut({ clock: mediaClock, random: Math.random, onEvent: () => undefined });
    this.broadcaster = new Broadcaster({
      fanOut: this.fanOut,
      ice,
      clock: mediaClock,
      signal: {
        send: (message) => {
          if ('listener' in message) says(message);
          return true;
        },
      },
      onChange: () => undefined,
      onError: (error) => this.errors.push(error),
      makeOutlet: (id, iceServers, events, media, towards) => {
        const outlet = new WebRtcListener({
          ...towards,
          id,
          ice,
          iceServers,
          events,
          media,
          clock: mediaClock,
        });
        this.#outlets.push(outlet);
        const send = outlet.send.bind(outlet);
        outlet.send = (frame: Frame) =>
          this.loseEvery > 0 && frame.sequence % this.loseEvery === 0 ? 0 : send(frame);
        return outlet;
      },
    });
    this.fanOut.setSource(new NumberedSource());
    this.broadcaster.goLive();
  }

  static async open(says: (message: SaysToListener) => void): Promise<Desktop> {
    return new Desktop(await IcePort.open({ port: 'any', bindAddress: '127.0.0.1' }), says);
  }

  /** Connections that carry sound, of those that were ever made. */
  get open(): number {
    return this.#outlets.filter(({ state }) => state.name === 'open').length;
  }

  get redundant(): boolean {
    return this.#outlets.some((outlet) => outlet.state.name === 'open' && outlet.stats().redundant);
  }

  close(): void {
    this.broadcaster.close();
    this.fanOut.close();
    this.#ice.close();
  }
}

/** A connection that no relay knows; whoever answers one is told so. */
const noConnection = 'none';

/**
 * One phone, over all connections that it is offered; the newest counts. A relay takes no addresses of phones, so they call. Phones
 * that are browsers do that at once; these wait until their answer is stored there, see `TestReceiver`.
 */
export class Phone {
  readonly id: string;
  receiver: TestReceiver | null = null;
  connection: string | null = null;
  offers = 0;
  /** Candidates that are none of its own, told in its answers and by themselves. */
  names: readonly string[] = [];
  /** What else it was told. */
  readonly told: string[] = [];
  readonly #relayed: () => RelayedStation;
  /** Where the relay is to be called. */
  readonly #early: Candidate[] = [];
  #isAnswered = false;

  constructor(id: string, relayed: () => RelayedStation) {
    this.id = id;
    this.#relayed = relayed;
  }

  listen(rendition?: Rendition): void {
    this.#relayed().tell({
      type: 'of-listener',
      message: { type: 'listen', listener: this.id, connection: null, ...namedRendition(rendition) },
    });
  }

  say(type: 'unlisten'): void {
    this.#relayed().tell({ type: 'of-listener', message: { type, listener: this.id } });
  }

  hear(message: SaysToListener): void {
    if (message.type === 'offer') return this.#answer(message.connection, message.sdp);
    if (message.type === 'candidate') return this.#reach(message.connection, message.candidate);
    // Everything goes in order: what was said before this has been heard.
    if (message.type === 'closed' && message.connection === noConnection) return this.#call();
    this.told.push(message.type);
    return undefined;
  }

  /** Numbers of the packets that came, in the order of their sequence. */
  get numbers(): number[] {
    return (this.receiver?.packets ?? [])
      .toSorted((a, b) => ((a.sequence - b.sequence + 0x8000) & 0xffff) - 0x8000)
      .map(({ payload }) => numberOf(payload));
  }

  get heard(): number {
    return this.receiver?.datagrams.length ?? 0;
  }

  close(): void {
    this.receiver?.close();
  }

  #reach(connection: string, candidate: Candidate): void {
    if (connection !== this.connection) return;
    if (this.#isAnswered) this.receiver?.call(candidate);
    else this.#early.push(candidate);
  }

  #call(): void {
    this.#isAnswered = true;
    for (const candidate of this.#early.splice(0)) this.receiver?.call(candidate);
  }

  #answer(connection: string, sdp: string): void {
    this.receiver?.close();
    this.offers += 1;
    this.connection = connection;
    this.#isAnswered = false;
    this.#early.length = 0;
    const ids = { listener: this.id, connection };
    this.receiver = new TestReceiver(
      {
        answer: (answer) => {
          const named = this.names.map((name) => `a=${name}\r\n`).join('');
          this.#relayed().tell({
            type: 'of-listener',
            message: { type: 'answer', ...ids, sdp: `${answer}${named}` },
          });
          this.#relayed().tell({
            type: 'of-listener',
            message: { type: 'answer', listener: this.id, connection: noConnection, sdp: answer },
          });
          for (const candidate of this.names) {
            const message = { type: 'candidate', ...ids, candidate: { candidate, sdpMid: 'audio' } } as const;
            this.#relayed().tell({ type: 'of-listener', message });
          }
        },
        candidate: (candidate) =>
          this.#relayed().tell({ type: 'of-listener', message: { type: 'candidate', ...ids, candidate } }),
      },
      { takesRed: false, calls: true },
    );
    this.receiver.offer(sdp);
  }
}

/** A relay, one station's desktop and phones, and between them what a room does. */
export class Stage {
  readonly relay: Relay;
  readonly relayed: RelayedStation;
  readonly said: FromRelay[] = [];
  /** Warnings and errors of the relay. */
  readonly logged: string[];
  readonly #desktop: Desktop;
  readonly #phones = new Map<string, Phone>();

  private constructor(
    relay: Relay,
    relayed: (says: (message: FromRelay) => void) => RelayedStation,
    desktop: Desktop,
    logged: string[],
  ) {
    this.relay = relay;
    this.logged = logged;
    this.#desktop = desktop;
    this.relayed = relayed((message) => this.#hear(message));
  }

  static async open(options: Partial<RelayOptions> = {}): Promise<Stage> {
    const logged: string[] = [];
    const log = (_fields: object, message: string): void => void logged.push(message);
    const logger: ServiceLogger = { ...silentLogger, warn: log, error: log };
    const relay = createRelay({
      port: 0,
      bindAddress: '127.0.0.1',
      maxProcesses: 1,
      maxListeners: 600,
      clock: serviceClock,
      logger,
      ...relayProgram(),
      ...options,
    });
    const stage: Stage = new Stage(
      relay,
      (says) => relay.openStation('noor', says),
      await Desktop.open((message) => stage.#ofDesktop(message)),
      logged,
    );
    return stage;
  }

  get desktop(): Desktop {
    return this.#desktop;
  }

  /** How often a connection for an uplink was asked for. */
  get asked(): number {
    return this.of('to-broadcaster').filter(({ message }) => message.type === 'listen').length;
  }

  phone(id: string): Phone {
    const phone = new Phone(`phone-${id}`, () => this.relayed);
    this.#phones.set(phone.id, phone);
    return phone;
  }

  want(rendition: Rendition, wanted: boolean): void {
    this.relayed.tell({ type: 'uplink', rendition, wanted });
    if (!wanted) {
      const listener = peerOf(rendition);
      this.#desktop.broadcaster.receive({ type: 'listener-left', listener, reason: 'bye' });
    }
  }

  /** What of this kind was said so far. */
  of<TType extends FromRelay['type']>(type: TType): Extract<FromRelay, { type: TType }>[] {
    return this.said.filter((one): one is Extract<FromRelay, { type: TType }> => one.type === type);
  }

  async close(): Promise<void> {
    for (const phone of this.#phones.values()) phone.close();
    this.#desktop.close();
    await this.relay.close();
  }

  #hear(message: FromRelay): void {
    this.said.push(message);
    if (message.type === 'to-listener') this.#phones.get(message.message.listener)?.hear(message.message);
    if (message.type !== 'to-broadcaster') return;
    const listener = peerOf(message.rendition);
    const said = message.message;
    if (said.type === 'listen') this.#desktop.broadcaster.receive({ ...said, listener, uplink: true });
    else this.#desktop.broadcaster.receive({ ...said, listener });
  }

  #ofDesktop(message: SaysToListener): void {
    const rendition = message.listener === peerOf('saver') ? 'saver' : 'normal';
    if (message.type === 'offer') {
      const { connection, sdp } = message;
      this.relayed.tell({
        type: 'of-broadcaster',
        rendition,
        message: { type: 'offer', connection, route: 'direct', rendition, sdp },
      });
    }
    if (message.type === 'candidate' || message.type === 'closed') {
      const { listener: _, ...rest } = message;
      this.relayed.tell({ type: 'of-broadcaster', rendition, message: rest });
    }
  }
}

const peerOf = (rendition: Rendition): string => `relay-${rendition}`;
