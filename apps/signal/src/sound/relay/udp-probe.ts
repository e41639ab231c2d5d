import { freeUdpPort } from '@mauzin/media/light';
import type { ClockPort } from '@mauzin/shared';

/** How long an answer stays valid, ms. */
const freshMs = 2_000;

/** Finds out whether a UDP port is free, without holding up whoever asks. */
export class UdpProbe {
  readonly #clock: ClockPort;
  readonly #look: () => Promise<boolean>;
  #free = true;
  #atMs = -Infinity;
  #running: Promise<void> | null = null;

  readonly #told: (isFree: boolean) => void;

  /**
   * @param where the port and address, looked up anew each time
   * @param told called when the answer has changed; at first the port is believed to be free
   */
  constructor(
    clock: ClockPort,
    where: () => Promise<{ readonly port: number; readonly address?: string }>,
    told: (isFree: boolean) => void,
  ) {
    this.#clock = clock;
    this.#told = told;
    this.#look = async () => {
      const { address, port } = await where();
      return (await freeUdpPort(port, address)) !== null;
    };
    this.#begin();
  }

  /** Whether the port was free when it was checked last; begins a new check where that is long ago. */
  get isFree(): boolean {
    if (this.#clock.now() - this.#atMs >= freshMs) this.#begin();
    return this.#free;
  }

  /** The port has just proved taken: it counts as taken until a check finds it free. */
  doubt(): void {
    this.#free = false;
    this.#atMs = -Infinity;
  }

  /** Resolves once the probe does not hold the port itself. */
  async settled(): Promise<void> {
    await this.#running;
  }

  #begin(): void {
    this.#running ??= this.#find();
  }

  async #find(): Promise<void> {
    const free = await this.#look().catch(() => false);
    const isNews = free !== this.#free;
    this.#free = free;
    this.#atMs = this.#clock.now();
    this.#running = null;
    if (isNews) this.#told(free);
  }
}
