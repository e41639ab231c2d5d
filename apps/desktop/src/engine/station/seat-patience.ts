import { reconnectDelayMs } from '@mauzin/shared';

/** The service notices a socket that died with a machine within 10 s; other services and networks may take longer. */
const patienceMs = 30_000;

/**
 * How long to go on asking for a seat that somebody else holds: after a power cut that is our own socket, which the service
 * has not found dead yet. Never takes it by force. Pure: times come in, ms of one monotonic clock.
 */
export class SeatPatience {
  #firstAtMs: number | null = null;
  #attempt = 0;

  /** The seat was had, or is to be asked for anew. */
  renew(): void {
    this.#firstAtMs = null;
    this.#attempt = 0;
  }

  /**
   * The seat is taken: how long to wait before asking again, ms; null when it is not to be asked for any more.
   * @param random 0..1
   */
  waitMs(nowMs: number, random: number): number | null {
    this.#firstAtMs ??= nowMs;
    const waitMs = reconnectDelayMs(this.#attempt, 'soon', random) ?? 0;
    if (nowMs + waitMs - this.#firstAtMs > patienceMs) return null;
    this.#attempt += 1;
    return waitMs;
  }
}
