import type { FailureCode } from '@mauzin/shared';

export interface AccessOptions {
  readonly private: boolean;
  /** Kept from an earlier visit. */
  readonly kept: string | null;
  /** Keeps the code that proved right, or forgets the one that has become wrong. */
  readonly keep: (code: string | null) => void;
}

/** What a person who is asked for the code is shown. */
export interface CodeQuestion {
  /** The code that the person typed last was wrong. */
  readonly wrong: boolean;
  /** The typed code is on its way to the service. */
  readonly checking: boolean;
  /** Wrong codes came too often from where this phone is: the service looks at none for a while. */
  readonly tooMany?: true;
}

/** The access code of a private station: asked for where it is needed, kept once it has proved right. */
export class Access {
  readonly #options: AccessOptions;
  #code: string | null;
  /** The code was typed here, and has not proved right yet. */
  #typed = false;
  #question: CodeQuestion | null;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#code = options.kept;
    this.#question = options.private && options.kept === null ? { wrong: false, checking: false } : null;
  }

  /** The code that goes with the hello. */
  get code(): string | null {
    return this.#code;
  }

  /** Null where nothing need be asked. */
  get question(): CodeQuestion | null {
    return this.#question;
  }

  enter(code: string): void {
    this.#code = code;
    this.#typed = true;
    this.#question = { wrong: false, checking: true };
  }

  /** Whether the refusal is about the code, and the person is asked for it. */
  refused(failure: FailureCode): boolean {
    if (failure === 'too-many-tries') {
      // The service has not looked at the code: it is tried again when the service takes codes again.
      this.#question = { wrong: false, checking: this.#code !== null, tooMany: true };
      return true;
    }
    if (failure !== 'code-needed' && failure !== 'wrong-code') return false;
    const wrong = failure === 'wrong-code';
    if (wrong && !this.#typed) this.#options.keep(null);
    this.#question = { wrong: wrong && this.#typed, checking: false };
    this.#code = null;
    this.#typed = false;
    return true;
  }

  /** The service has let us in. */
  accepted(): void {
    if (this.#typed) this.#options.keep(this.#code);
    this.#typed = false;
    this.#question = null;
  }
}
