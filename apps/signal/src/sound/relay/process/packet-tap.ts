import type { Frame, OpusPacket, Outlet, SendResult } from '@mauzin/media';

/** Hands a fan-out's packets over to another process, which muxes them. */
export class PacketTap implements Outlet {
  readonly id = 'tap';
  readonly kind = 'tap';
  readonly #hand: (packet: OpusPacket) => void;

  constructor(hand: (packet: OpusPacket) => void) {
    this.#hand = hand;
  }

  send({ payload, sequence, timestamp }: Frame): SendResult {
    this.#hand({ payload, sequence, timestamp, stream: 0 });
    return 'consumed';
  }

  close(): void {
    // There is nothing to end.
  }
}
