import type { SentinelSignalFromRenderer, SentinelSignalToRenderer } from '@mauzin/desktop-contract';

import { type Answered, answerOffer } from './answer-offer.ts';

/** The sentinel's ears without a window: answer what is offered, and count the packets that come. Called like `NodeListener`. */
export class NodeEars {
  /** Packets of sound. */
  heard = 0;
  offers = 0;
  /** Connections that the other side has ended. */
  closed = 0;
  readonly #send: (signal: SentinelSignalFromRenderer) => void;
  #hearing: Answered | null = null;

  constructor(send: (signal: SentinelSignalFromRenderer) => void) {
    this.#send = send;
  }

  listen(): void {
    this.#send({ type: 'listen' });
  }

  receive(signal: SentinelSignalToRenderer): void {
    if (signal.type === 'offer') return this.#answer(signal.connection, signal.sdp);
    if (signal.type !== 'closed' || signal.connection !== this.#hearing?.id) return undefined;
    this.closed += 1;
    this.close();
    return this.listen(); // as the window does
  }

  /** Idempotent. */
  close(): void {
    this.#hearing?.connection.close();
    this.#hearing = null;
  }

  #answer(id: string, sdp: string): void {
    this.close();
    this.offers += 1;
    this.#hearing = answerOffer({
      id,
      sdp,
      say: this.#send,
      hear: () => {
        this.heard += 1;
      },
    });
  }
}
