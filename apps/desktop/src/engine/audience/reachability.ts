/** So many failures are suspicious (one may be the phone's own), and each counts for so long, ms. */
const suspiciousFailures = 2;
const forgetAfterMs = 5 * 60_000;

/**
 * Tells when a firewall seems to keep phones out: their pages answered over the socket, at least twice in five minutes, and
 * no sound has got through since. Pure: times come in, ms of one monotonic clock.
 */
export class Reachability {
  #failedAtMs: readonly number[] = [];

  /** A connection's listener answered, and no path came up. */
  failed(atMs: number): void {
    this.#failedAtMs = [...this.#recent(atMs), atMs].slice(-suspiciousFailures);
  }

  /** A connection came up. */
  succeeded(): void {
    this.#failedAtMs = [];
  }

  suspectsFirewall(nowMs: number): boolean {
    return this.#recent(nowMs).length >= suspiciousFailures;
  }

  #recent(nowMs: number): readonly number[] {
    return this.#failedAtMs.filter((atMs) => nowMs - atMs < forgetAfterMs);
  }
}
