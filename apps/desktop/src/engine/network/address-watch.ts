import type { ClockPort } from '@mauzin/shared';

import { type Interfaces, lanAddress } from './lan-address.ts';

const lookEveryMs = 3_000;

/** Follows this machine's address on the network: routers give new ones, cables are pulled. */
export class AddressWatch {
  readonly #clock: ClockPort;
  readonly #interfaces: () => Interfaces;
  readonly #onChange: (address: string | null) => void;
  #address: string | null;
  #cancelLook: (() => void) | null = null;

  constructor(clock: ClockPort, interfaces: () => Interfaces, onChange: (address: string | null) => void) {
    this.#clock = clock;
    this.#interfaces = interfaces;
    this.#onChange = onChange;
    this.#address = lanAddress(interfaces());
    this.#lookLater();
  }

  /** Null on no network. */
  get address(): string | null {
    return this.#address;
  }

  /** Looks now instead of at the next turn. */
  look(): void {
    const address = lanAddress(this.#interfaces());
    if (address === this.#address) return;
    this.#address = address;
    this.#onChange(address);
  }

  /** Idempotent. */
  close(): void {
    this.#cancelLook?.();
  }

  #lookLater(): void {
    this.#cancelLook = this.#clock.after(lookEveryMs, () => {
      this.look();
      this.#lookLater();
    });
  }
}
