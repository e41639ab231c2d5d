import type { SentinelSignalFromRenderer, SentinelSignalToRenderer } from '@mauzin/desktop-contract';
import { type ClockPort, reconnectDelayMs } from '@mauzin/shared';

import type { Envelope } from '../worklets/create-meter.ts';
import type { Ear, EarOffer, OpenEar } from './ear.ts';

export interface SentinelReceiverOptions {
  readonly openEar: OpenEar;
  readonly send: (signal: SentinelSignalFromRenderer) => void;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  /** A connection begins; what came before was another's. `byRelay`: the way that its sound takes. */
  readonly onBegin: (byRelay: boolean) => void;
  readonly onEnvelope: (envelope: Envelope) => void;
  /** There is no connection any more. */
  readonly onEnd: () => void;
}

/** How long an offer may take to come, its first packet after that, and a packet after another, ms. */
const offerWithinMs = 5_000;
const firstPacketWithinMs = 10_000;
const packetWithinMs = 3_000;
const lookEveryMs = 1_000;

interface Heard {
  readonly id: string;
  readonly ear: Ear;
  packets: number;
  /** When the last packet was seen, or the connection begun, in the clock's time. */
  advancedAtMs: number;
}

/** Asks for a connection as a page would, answers it, watches its packets, and asks for another when it is lost. */
export class SentinelReceiver {
  readonly #options: SentinelReceiverOptions;
  #on = false;
  #byRelay = false;
  #heard: Heard | null = null;
  #attempt = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(options: SentinelReceiverOptions) {
    this.#options = options;
  }

  /** Does nothing while it listens already. */
  start(): void {
    if (this.#on) return;
    this.#byRelay = false;
    this.#on = true;
    this.#attempt = 0;
    this.#ask();
  }

  /** Takes the other way to the listeners: by the service's relay, or as somebody here hears. What is heard goes on until then. */
  turn(byRelay: boolean): void {
    this.#byRelay = byRelay;
    this.#attempt = 0;
    if (this.#on) this.#ask();
  }

  /** The service has no other way: what is heard is the one to ask for. */
  stay(): void {
    this.#byRelay = false;
  }

  /** Idempotent. */
  stop(): void {
    this.#on = false;
    this.#stopTimer();
    this.#drop();
  }

  receive(signal: SentinelSignalToRenderer): void {
    if (!this.#on) return;
    if (signal.type === 'offer') this.#begin(signal);
    else if (signal.connection !== this.#heard?.id) return;
    else if (signal.type === 'candidate') this.#heard.ear.candidate(signal.candidate);
    else this.#lost();
  }

  #ask(): void {
    this.#options.send({ type: 'listen', ...(this.#byRelay ? { by: 'relay' } : {}) });
    this.#wait(offerWithinMs, () => this.#lost());
  }

  #begin(offer: EarOffer): void {
    const { clock, onBegin, onEnvelope, openEar, send } = this.#options;
    const { connection } = offer;
    this.#drop();
    const isCurrent = (): boolean => this.#heard?.id === connection;
    // Nothing may be told while it is being made; callbacks come later.
    const ear = openEar(offer, {
      answer: (sdp) => send({ type: 'answer', connection, sdp }),
      candidate: (candidate) => send({ type: 'candidate', connection, candidate }),
      envelope: (envelope) => {
        if (isCurrent()) onEnvelope(envelope);
      },
      failed: () => {
        if (isCurrent()) this.#lost();
      },
    });
    const heard = { id: connection, ear, packets: 0, advancedAtMs: clock.now() };
    this.#heard = heard;
    onBegin(offer.by === 'relay');
    this.#lookLater(heard);
  }

  #lookLater(heard: Heard): void {
    this.#wait(lookEveryMs, () => void this.#look(heard));
  }

  async #look(heard: Heard): Promise<void> {
    const packets = await heard.ear.packets().catch(() => 0);
    if (heard === this.#heard) this.#count(heard, packets);
  }

  #count(heard: Heard, packets: number): void {
    const now = this.#options.clock.now();
    if (packets > heard.packets) {
      heard.packets = packets;
      heard.advancedAtMs = now;
      this.#attempt = 0;
    }
    const mayTakeMs = heard.packets === 0 ? firstPacketWithinMs : packetWithinMs;
    if (now - heard.advancedAtMs >= mayTakeMs) this.#lost();
    else this.#lookLater(heard);
  }

  #lost(): void {
    this.#drop();
    const waitMs = reconnectDelayMs(this.#attempt, 'soon', this.#options.random()) ?? 0;
    this.#attempt += 1;
    this.#wait(waitMs, () => this.#ask());
  }

  #drop(): void {
    const heard = this.#heard;
    if (!heard) return;
    this.#heard = null;
    heard.ear.close();
    this.#options.send({ type: 'closed', connection: heard.id });
    this.#options.onEnd();
  }

  #wait(delayMs: number, then: () => void): void {
    this.#stopTimer();
    this.#cancelTimer = this.#options.clock.after(delayMs, then);
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
