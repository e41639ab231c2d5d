import { freeUdpPort } from '@mauzin/media/light';
import type { ClockPort } from '@mauzin/shared';

/** An answer is good for so long, ms. */
const freshMs = 2_000;

/** Whether a UDP port could be had, found out without holding up whoever asks. */
export class UdpProbe {
  readonly #clock: ClockPort;
  readonly #look: () => Promise<boolean>;
  #free = true;
  #atMs = -Infinity;
  #running: Promise<void> | null = null;

  readonly #told: (isFree: boolean) => void;

  /**
   * @param where found out anew each time
   * @param told it is found to be otherwise than before; it is believed to be free at first
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

  /** As it was found last; looks again where that is long ago. */
  get isFree(): boolean {
    if (this.#clock.now() - this.#atMs >= freshMs) this.#begin();
    return this.#free;
  }

  /** It was just found to be otherwise: no, until it is found again. */
  doubt(): void {
    this.#free = false;
    this.#atMs = -Infinity;
  }

  /** Resolves once it does not hold the port itself. */
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
