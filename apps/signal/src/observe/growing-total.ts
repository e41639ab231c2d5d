/**
 * Adds up counts of several that each begin at 0 and may come and go, as processes do: their sum must never fall, since
 * Prometheus takes a fall for a restart and would count everything again.
 */
export class GrowingTotal {
  #last = new Map<number, number>();

  /** How much was added since the last time. @param counts by who counts */
  grownTo(counts: readonly (readonly [who: number, count: number])[]): number {
    const grown = counts.reduce((sum, [who, count]) => {
      const before = this.#last.get(who) ?? 0;
      // Less than before: another one of the same name, that has begun anew.
      return sum + (count < before ? count : count - before);
    }, 0);
    this.#last = new Map(counts);
    return grown;
  }
}
