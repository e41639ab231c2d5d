import type { Sealed } from './settings-file.ts';

/**
 * The system's key store. Each answer takes its time: a keyring that is locked, as after an automatic login on Linux, answers once a
 * person has unlocked it, or never.
 */
export interface Vault {
  /** `stale`: it should be sealed anew, with a newer key. Rejects when it was sealed by another person or machine. */
  open(sealed: Buffer): Promise<{ readonly text: string; readonly stale: boolean }>;
  seal(text: string): Promise<Buffer>;
}

export type SecretName = 'inside' | 'remote' | 'accessCode';

/** `fits`: `sealed` is the seal of `text`, by the best means that there are. */
interface Slot {
  readonly text: string | null;
  readonly sealed: Sealed | null;
  readonly fits: boolean;
}

export interface SecretsOptions {
  /** Null where the system has no key store; so may the promise answer. Then everything is kept readable. */
  readonly vault: Promise<Vault | null> | null;
  /** What lies in the file. */
  readonly sealed: Readonly<Record<SecretName, Sealed | null>>;
  /** There is something new to be written. */
  readonly onSealed: () => void;
}

/** What must not be readable in the settings file. Nothing here waits for the key store: what is not known yet is null until then. */
export class Secrets {
  readonly #options: SecretsOptions;
  readonly #slots = new Map<SecretName, Slot>();
  /** Undefined until it answers. */
  #vault: Vault | null | undefined;
  #isOpened = false;
  #sealing: Promise<void> = Promise.resolve();
  /** The key store has answered, and what it could open is known. */
  readonly opened: Promise<void>;

  constructor(options: SecretsOptions) {
    this.#options = options;
    for (const name of ['inside', 'remote', 'accessCode'] as const) {
      const sealed = options.sealed[name];
      if (sealed) this.#slots.set(name, { text: plainText(sealed), sealed, fits: sealed.kind === 'plain' });
    }
    if (options.vault === null) {
      this.#vault = null;
      this.#isOpened = true;
    }
    this.opened = options.vault === null ? Promise.resolve() : this.#open(options.vault);
  }

  /** Null: there is none, or it is not known, or never will be. */
  text(name: SecretName): string | null {
    return this.#slots.get(name)?.text ?? null;
  }

  /** There is one, and the key store has not opened it: not yet, or not any more. */
  isClosed(name: SecretName): boolean {
    return this.#slots.get(name)?.text === null;
  }

  /** The key store has not answered yet, or not opened everything. */
  get waits(): boolean {
    return !this.#isOpened;
  }

  /** There is no key store. */
  get inPlain(): boolean {
    return this.#vault === null;
  }

  /** Something is not sealed yet, so it is not in the file. */
  get unsaved(): boolean {
    return [...this.#slots.values()].some(({ fits, text }) => text !== null && !fits);
  }

  /** As it is to lie in the file; null: nothing, or not yet. One that was replaced stays there until the new one is sealed. */
  inFile(name: SecretName): Sealed | null {
    return this.#slots.get(name)?.sealed ?? null;
  }

  set(name: SecretName, text: string | null): void {
    const before = this.#slots.get(name);
    if (text === null) this.#slots.delete(name);
    else if (this.#vault === null) this.#slots.set(name, plainSlot(text));
    else if (text !== before?.text) {
      this.#slots.set(name, { text, sealed: before?.sealed ?? null, fits: false });
      if (this.#vault) this.#sealLater(this.#vault);
    }
  }

  /** Resolves when everything has been sealed that could be. */
  sealed(): Promise<void> {
    return this.#sealing;
  }

  async #open(answer: Promise<Vault | null>): Promise<void> {
    const vault = await answer.catch(() => null);
    this.#vault = vault;
    for (const [name, slot] of this.#slots) {
      if (slot.text !== null)
        this.#replace(name, slot, vault ? { ...slot, fits: false } : plainSlot(slot.text));
      else if (vault) await this.#openSlot(vault, name, slot);
    }
    this.#isOpened = true;
    if (vault) this.#sealLater(vault);
  }

  async #openSlot(vault: Vault, name: SecretName, slot: Slot): Promise<void> {
    if (slot.sealed?.kind !== 'sealed') return;
    // A key store that no longer knows it may be back next time: it stays in the file as it is.
    const opened = await vault.open(Buffer.from(slot.sealed.base64, 'base64')).catch(() => null);
    if (opened) this.#replace(name, slot, { ...slot, text: opened.text, fits: !opened.stale });
  }

  #sealLater(vault: Vault): void {
    this.#sealing = this.#sealing.then(() => this.#sealAll(vault));
  }

  async #sealAll(vault: Vault): Promise<void> {
    let isNew = false;
    for (const [name, slot] of this.#slots) {
      if (slot.text === null || slot.fits) continue;
      const sealed = await vault.seal(slot.text).catch(() => null);
      if (!sealed) continue;
      const base64 = sealed.toString('base64');
      isNew = this.#replace(name, slot, { ...slot, sealed: { kind: 'sealed', base64 }, fits: true }) || isNew;
    }
    if (isNew) this.#options.onSealed();
  }

  /** False when another one was set meanwhile. */
  #replace(name: SecretName, before: Slot, slot: Slot): boolean {
    if (this.#slots.get(name) !== before) return false;
    this.#slots.set(name, slot);
    return true;
  }
}

const plainText = (sealed: Sealed): string | null => (sealed.kind === 'plain' ? sealed.text : null);

const plainSlot = (text: string): Slot => ({ text, sealed: { kind: 'plain', text }, fits: true });
