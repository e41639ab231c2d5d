import type { LanAddress } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import { chosenAddress, type Interfaces, lanAddresses } from './lan-address.ts';

export interface AddressWatchOptions {
  readonly clock: ClockPort;
  readonly interfaces: () => Interfaces;
  /** Which adapters hold a default route, the preferred one first. Never rejects. */
  readonly readDefaultRoutes: () => Promise<readonly string[]>;
  /** This machine is reached under another address. */
  readonly onAddress: (address: string | null) => void;
  /** Another list to choose from, or another choice. */
  readonly onChange: () => void;
}

const lookEveryMs = 3_000;
/** Routes are read when the adapters are others, at the look after that (a route comes after its address), and so often. */
const readEveryMs = 60_000;

/** Follows this machine's address on the network: routers give new ones, cables are pulled. */
export class AddressWatch {
  readonly #options: AddressWatchOptions;
  #fixed: LanAddress | null = null;
  #routes: readonly string[] = [];
  #addresses: readonly LanAddress[] = [];
  #address: string | null = null;
  /** The adapters of the last look, as JSON. */
  #seen = '';
  #readAtMs = -Infinity;
  #readsAgain = false;
  #reading = false;
  #cancelLook: (() => void) | null = null;
  #closed = false;

  constructor(options: AddressWatchOptions) {
    this.#options = options;
    this.#take();
    this.#address = chosenAddress(this.#addresses, null)?.address ?? null;
    this.#readWhenDue();
    this.#lookLater();
  }

  /** Null on no network. */
  get address(): string | null {
    return this.#address;
  }

  /** All that phones may reach, the likeliest first. */
  get all(): readonly LanAddress[] {
    return this.#addresses;
  }

  /** The admin's choice; null: the likeliest one. */
  fix(address: LanAddress | null): void {
    this.#fixed = address;
    this.#choose(false);
  }

  /** Looks now instead of at the next turn. */
  look(): void {
    const before = this.#addresses;
    this.#take();
    this.#choose(JSON.stringify(before) !== JSON.stringify(this.#addresses));
    this.#readWhenDue();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancelLook?.();
  }

  #take(): void {
    const interfaces = this.#options.interfaces();
    this.#addresses = lanAddresses(interfaces, this.#routes);
    const seen = JSON.stringify(interfaces);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#readAtMs = -Infinity;
    this.#readsAgain = true;
  }

  #choose(isOtherList: boolean): void {
    const address = chosenAddress(this.#addresses, this.#fixed)?.address ?? null;
    const isOther = address !== this.#address;
    this.#address = address;
    if (isOther) this.#options.onAddress(address);
    else if (isOtherList) this.#options.onChange();
  }

  #readWhenDue(): void {
    const { clock } = this.#options;
    if (this.#reading || clock.now() - this.#readAtMs < readEveryMs) return;
    this.#reading = true;
    this.#readAtMs = this.#readsAgain ? -Infinity : clock.now();
    this.#readsAgain = false;
    void this.#read();
  }

  async #read(): Promise<void> {
    const routes = await this.#options.readDefaultRoutes();
    this.#reading = false;
    if (this.#closed || JSON.stringify(routes) === JSON.stringify(this.#routes)) return;
    this.#routes = routes;
    const before = JSON.stringify(this.#addresses);
    this.#addresses = lanAddresses(this.#options.interfaces(), routes);
    this.#choose(before !== JSON.stringify(this.#addresses));
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      this.look();
      this.#lookLater();
    });
  }
}
