import { systemClock } from '@mauzin/media/clock';
import {
  type FailureCode,
  protocolVersion,
  type Received,
  type Rendition,
  serviceToListenerSchema,
  SignalClient,
  type SignalState,
} from '@mauzin/shared';

import { openWebSocket } from '../engine/web-socket.ts';
import { type Answered, answerOffer } from './answer-offer.ts';

const redPayloadType = 63;

/**
 * A phone's page without a browser: asks for sound, answers offers, and keeps the Opus packets that come. It calls nobody
 * (see `answerOffer`), so it hears no relay, which waits to be called. It asks once: a connection that comes to nothing
 * is not asked for again, as a page would after a second, but misses in what the test expects.
 */
export class NodeListener {
  /** Opus payloads in the order of their coming. */
  readonly heard: string[] = [];
  /** Ids of the connections that were offered. */
  readonly connections: string[] = [];
  readonly #client: SignalClient<'listener'>;
  #hearing: Answered | null = null;
  state: SignalState<'listener'>['name'] = 'idle';
  live = false;
  /** What can be chosen, as the service says. */
  renditions: readonly Rendition[] = ['normal'];
  /** Of the connections, in their order. */
  readonly offered: Rendition[] = [];
  #rendition: Rendition = 'normal';
  /** Why the service keeps it out for good. */
  failure: FailureCode | null = null;

  /** @param code of a private station */
  constructor(url: string, station: string, code: string | null = null) {
    this.#client = new SignalClient({
      openSocket: () => openWebSocket(url),
      clock: systemClock,
      random: Math.random,
      schema: serviceToListenerSchema,
      hello: () => ({
        type: 'hello',
        role: 'listener',
        version: protocolVersion,
        station,
        listening: true,
        connection: this.#hearing?.id ?? null,
        rendition: this.#rendition,
        ...(code === null ? {} : { code }),
      }),
      onMessage: (message) => this.#receive(message),
      orderKey: () => 'broadcaster',
      onState: (state) => {
        this.state = state.name;
        if (state.name === 'closed') this.failure = state.failure;
        if (state.name !== 'online') return;
        this.live = state.welcome.onAirMs !== null;
        this.renditions = state.welcome.renditions ?? ['normal'];
      },
      onError: () => undefined,
    });
    this.#client.connect();
  }

  /** As a page does: asks for another connection, and lets the one before go once it has this. */
  choose(rendition: Rendition): void {
    this.#rendition = rendition;
    this.#client.send({ type: 'listen', connection: this.#hearing?.id ?? null, rendition });
  }

  stop(): void {
    this.#client.send({ type: 'unlisten' });
    this.#hearing?.connection.close();
    this.#hearing = null;
  }

  close(): void {
    this.#client.close();
    this.#hearing?.connection.close();
    this.#hearing = null;
  }

  /** Its path is gone; as a page that misses its packets, it asks for another connection. */
  loseSound(): void {
    this.#hearing?.connection.close();
    this.#hearing = null;
    this.#client.send({ type: 'listen', connection: null, rendition: this.#rendition });
  }

  #receive(message: Received<'listener'>): void {
    if (message.type === 'live') {
      this.live = true;
      this.renditions = message.renditions ?? ['normal'];
    }
    if (message.type === 'off') this.live = false;
    if (message.type === 'offer') {
      this.offered.push(message.rendition ?? 'normal');
      this.#answer(message.connection, message.sdp);
    }
  }

  #answer(id: string, sdp: string): void {
    this.#hearing?.connection.close();
    this.connections.push(id);
    this.#hearing = answerOffer({
      id,
      sdp,
      say: (message) => this.#client.send(message),
      hear: (packet) => this.#hear(packet),
    });
  }

  #hear(packet: Buffer): void {
    const type = (packet[1] ?? 0) & 0x7f;
    const payload = packet.subarray(12);
    this.heard.push((type === redPayloadType ? primary(payload) : payload).toString('latin1'));
  }
}

/** The newest frame of a RED payload (RFC 2198 §3): behind all headers and all older frames. */
function primary(payload: Buffer): Buffer {
  let at = 0;
  let older = 0;
  while (((payload[at] ?? 0) & 0x80) !== 0) {
    older += payload.readUInt16BE(at + 2) & 0x3ff;
    at += 4;
  }
  return payload.subarray(at + 1 + older);
}
