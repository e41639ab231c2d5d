import type { SoundReport } from '@mauzin/desktop-contract';

import type { TroubledSource } from './air-status.ts';

type Source = SoundReport['sources'][number];

/** A source that is not as it should be, and since when, in the clock's time. */
export interface SourceTrouble extends TroubledSource {
  readonly id: string;
  readonly sinceMs: number;
}

/** The gravest first: a device in another one's place is heard after all. */
const gravity = ['missing', 'failed', 'denied', 'stand-in'] as const;

/** Keeps what the window says of its sources. One that is being opened again is still lost: only an open one is back. */
export class SourceWatch {
  readonly #troubles = new Map<string, SourceTrouble>();

  /** @param nameOf what a source is called that has no name of its own */
  follow(nowMs: number, sources: readonly Source[], nameOf: (kind: Source['kind']) => string): void {
    const ids = new Set(sources.map(({ id }) => id));
    for (const id of this.#troubles.keys()) if (!ids.has(id)) this.#troubles.delete(id);
    for (const { id, kind, label, sound } of sources) {
      if (sound === 'open') this.#troubles.delete(id);
      if (sound === 'open' || sound === 'opening') continue;
      const sinceMs = this.#troubles.get(id)?.sinceMs ?? nowMs;
      const name = label === '' ? nameOf(kind) : label;
      this.#troubles.set(id, { id, part: 'source', label: name, why: sound, sinceMs });
    }
  }

  get gravest(): TroubledSource | null {
    const [first] = [...this.#troubles.values()].sort(
      (a, b) => gravity.indexOf(a.why) - gravity.indexOf(b.why) || a.sinceMs - b.sinceMs,
    );
    return first ? { part: 'source', label: first.label, why: first.why } : null;
  }

  /** Those that were unplugged or broke; one that was never allowed is no loss. */
  get lost(): readonly SourceTrouble[] {
    return [...this.#troubles.values()].filter(({ why }) => why !== 'denied');
  }
}
