/** Most peers, and most networks, that are remembered at a station; those that were sent away first are forgotten first. */
const mostKept = 10_000;

/**
 * Whom a station's admin has sent away: peers, whose tokens open nothing any more, and networks that may not come for a while. In
 * memory only. Pure: times come in, ms of one monotonic clock; networks come as the salted names that `Guard` gives.
 */
export class SentAway {
  readonly #peers = new Set<string>();
  readonly #networksUntilMs = new Map<string, number>();

  peer(peer: string): void {
    this.#peers.add(peer);
    const [oldest] = this.#peers;
    if (this.#peers.size > mostKept && oldest !== undefined) this.#peers.delete(oldest);
  }

  network(network: string, untilMs: number): void {
    this.#networksUntilMs.delete(network);
    this.#networksUntilMs.set(network, untilMs);
    const [oldest] = this.#networksUntilMs.keys();
    if (this.#networksUntilMs.size > mostKept && oldest !== undefined) this.#networksUntilMs.delete(oldest);
  }

  hasPeer(peer: string): boolean {
    return this.#peers.has(peer);
  }

  hasNetwork(network: string, nowMs: number): boolean {
    const untilMs = this.#networksUntilMs.get(network);
    if (untilMs === undefined) return false;
    if (nowMs < untilMs) return true;
    this.#networksUntilMs.delete(network);
    return false;
  }
}
