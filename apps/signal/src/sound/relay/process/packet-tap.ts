import type { Frame, OpusPacket, Outlet } from '@mauzin/media';

/** Hands a fan-out's packets over, to be muxed elsewhere. Not counted as forwarded. */
export class PacketTap implements Outlet {
  readonly id = 'tap';
  readonly #hand: (packet: OpusPacket) => void;

  constructor(hand: (packet: OpusPacket) => void) {
    this.#hand = hand;
  }

  send({ payload, sequence, timestamp }: Frame): number {
    this.#hand({ payload, sequence, timestamp, stream: 0 });
    return 0;
  }

  close(): void {
    // There is nothing to end.
  }
}
