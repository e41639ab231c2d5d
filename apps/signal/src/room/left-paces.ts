import type { Paces } from './state/paces.ts';

/** After so long nothing of a pace is used up any more, ms. */
const usedForMs = 15_000;

interface Left {
  readonly paces: Paces[];
  leftAtMs: number;
}

/**
 * What listeners that left had used up of their paces, by network: who comes next from there goes on with it. So nobody gains anything by
 * coming as somebody new again and again, and a hall whose phones come and go hardly notices.
 */
export class LeftPaces {
  readonly #left = new Map<string, Left>();

  /** Networks that something is kept of. */
  get size(): number {
    return this.#left.size;
  }

  keep(network: string, paces: Paces, atMs: number): void {
    const left = this.#left.get(network) ?? { paces: [], leftAtMs: atMs };
    left.paces.push(paces);
    left.leftAtMs = atMs;
    // Last of all: they are in the order in which somebody left them.
    this.#left.delete(network);
    this.#left.set(network, left);
    for (const [oldest, { leftAtMs }] of this.#left) {
      if (atMs - leftAtMs <= usedForMs) break;
      this.#left.delete(oldest);
    }
  }

  /** Of who left first. Null: nobody has left this network lately whose place was not taken. */
  take(network: string, atMs: number): Paces | null {
    const left = this.#left.get(network);
    if (!left || atMs - left.leftAtMs > usedForMs) return null;
    return left.paces.shift() ?? null;
  }
}
