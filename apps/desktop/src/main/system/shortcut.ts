import type { GlobalShortcut } from 'electron';

export interface ShortcutOptions {
  readonly system: Pick<GlobalShortcut, 'register' | 'unregister'>;
  readonly onPress: () => void;
  /** Whether the wished shortcut belongs to another program, or is none. */
  readonly onTaken: (taken: boolean) => void;
  readonly log: (line: string) => void;
}

/** The keys that go live, or ask to stop, in whatever program they are pressed. */
export class Shortcut {
  readonly #options: ShortcutOptions;
  #wanted: string | null = null;
  #held: string | null = null;

  constructor(options: ShortcutOptions) {
    this.#options = options;
  }

  /** Takes these keys (an Electron accelerator) instead of those before; null: none. */
  set(accelerator: string | null): void {
    if (accelerator === this.#wanted) return;
    this.close();
    this.#wanted = accelerator;
    if (accelerator !== null && this.#register(accelerator)) this.#held = accelerator;
    const taken = accelerator !== null && this.#held === null;
    if (taken) this.#options.log(`the shortcut ${accelerator} cannot be had`);
    this.#options.onTaken(taken);
  }

  /** Gives the keys back. Idempotent. */
  close(): void {
    if (this.#held !== null) this.#options.system.unregister(this.#held);
    this.#held = null;
    this.#wanted = null;
  }

  #register(accelerator: string): boolean {
    try {
      return this.#options.system.register(accelerator, this.#options.onPress);
    } catch {
      return false; // not an accelerator
    }
  }
}
