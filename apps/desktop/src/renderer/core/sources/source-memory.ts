import type { FoundDevice, SavedSource } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

/** Least time between two changes handed to main, ms: a dragged slider would write the settings file at each step. */
const saveEveryMs = 150;

export interface SourceMemoryOptions {
  readonly clock: ClockPort;
  /** Hands the chosen sources to main. Rejects when main refuses them: only the admin may change them. */
  readonly write: (sources: readonly SavedSource[]) => Promise<unknown>;
  /** Tells main where a device was found again. Anybody may. */
  readonly remember: (found: FoundDevice) => Promise<unknown>;
  /** Main refused what was chosen: its own copy holds. */
  readonly onRefused: () => void;
}

/** Remembers the sources through main, and knows whether main's copy is behind. */
export class SourceMemory {
  readonly #options: SourceMemoryOptions;
  #newest: readonly SavedSource[] | null = null;
  #sent: readonly SavedSource[] | null = null;
  /** By the source's id: the device that main may still name by its old id. */
  readonly #found = new Map<string, { readonly oldDeviceId: string; readonly now: FoundDevice }>();
  #cancelTimer: (() => void) | null = null;

  constructor(options: SourceMemoryOptions) {
    this.#options = options;
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

  /** A device was found again under another id or name. */
  found(now: FoundDevice, oldDeviceId: string): void {
    this.#found.set(now.id, { oldDeviceId, now });
    // Where main does not remember it, the device is found by its name the next time too.
    this.#options.remember(now).catch(() => undefined);
  }

  /** Main's sources, with the devices that it does not know yet to be elsewhere. */
  correct(sources: readonly SavedSource[]): readonly SavedSource[] {
    return sources.map((source) => {
      const found = this.#found.get(source.id);
      if (!found || source.kind !== 'device') return source;
      if (source.deviceId === found.oldDeviceId) return { ...source, ...found.now };
      this.#found.delete(source.id);
      return source;
    });
  }

  /** Hands over what waits. Idempotent. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#newest !== this.#sent) void this.#flush();
  }

  #send(): void {
    this.#cancelTimer = this.#options.clock.after(saveEveryMs, () => {
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
      await this.#options.write(sources);
      if (this.#newest === sources) this.#forget();
    } catch {
      // What was chosen meanwhile builds on what was refused.
      this.#forget();
      this.#options.onRefused();
    }
  }

  #forget(): void {
    this.#newest = null;
    this.#sent = null;
  }
}
