import type { ClockPort, SavedSource } from '@mauzin/shared';

/** Changes are handed to main at most this often, ms: a dragged slider would write the settings file at each step. */
const saveEveryMs = 150;

/** Remembers the sources through main, and knows whether main's copy is behind. */
export class SourceMemory {
  readonly #clock: ClockPort;
  readonly #write: (sources: readonly SavedSource[]) => Promise<unknown>;
  #newest: readonly SavedSource[] | null = null;
  #sent: readonly SavedSource[] | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(clock: ClockPort, write: (sources: readonly SavedSource[]) => Promise<unknown>) {
    this.#clock = clock;
    this.#write = write;
  }

  /** True while what was chosen last is not yet in main's state. */
  get unsaved(): boolean {
    return this.#newest !== null;
  }

  /** The first change goes at once: whoever quits right after a choice must find it again. */
  save(sources: readonly SavedSource[]): void {
    this.#newest = sources;
    if (!this.#cancelTimer) this.#send();
  }

  /** Hands over what waits. Idempotent. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#newest !== this.#sent) void this.#flush();
  }

  #send(): void {
    this.#cancelTimer = this.#clock.after(saveEveryMs, () => {
      this.#cancelTimer = null;
      if (this.#newest !== this.#sent) this.#send();
    });
    void this.#flush();
  }

  async #flush(): Promise<void> {
    const sources = this.#newest;
    if (!sources) return;
    this.#sent = sources;
    try {
      await this.#write(sources);
    } catch {
      // Main says in its log why it could not; the mix goes on as chosen.
    } finally {
      if (this.#newest === sources) {
        this.#newest = null;
        this.#sent = null;
      }
    }
  }
}
