import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import { isUsableAccessCode, normalAccessCode } from '@mauzin/shared';

import { readAccessCodeHash, type Stretch } from './access-code.ts';

/** `not-looked-at`: too many wrong ones came before, or too many wait to be looked at. */
export type CodeVerdict = 'right' | 'wrong' | 'not-looked-at';

export interface CodeCheckOptions {
  /** From `hashAccessCode`. */
  readonly codeHash: string;
  readonly stretch: Stretch;
  /** Runs one piece of work after the other: all stations of a service stretch one code at a time. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whether codes of this asker are looked at now. */
  readonly mayTry: (asker: CodeAsker) => boolean;
  /** A code that was not known to be wrong is; these sent it. */
  readonly onWrong: (askers: readonly CodeAsker[]) => void;
}

/** Where a code comes from, by names that `Guard` gives. */
export interface CodeAsker {
  readonly guest: string;
  /** The site that the guest is in, where guests are cheap; null: guests are counted alone. */
  readonly site: string | null;
}

/** A code that is being stretched, or waits for that. */
interface Look {
  /** By guest. */
  readonly askers: Map<string, CodeAsker>;
  /** False: nobody who asked was allowed to any more. */
  readonly done: Promise<boolean>;
}

/** Different codes that may wait to be looked at. */
const mostWaiting = 20;
/** Wrong codes that are known again. */
const mostKnownWrong = 1_000;

/**
 * Tells a station's right code from wrong ones. Stretching a code takes a tenth of a second of a core, so it is done once for
 * each code, one at a time, and never again once the right one is known: from then on that one is compared. Codes are kept
 * as keyed digests only, in memory only. A wrong code that was sent before teaches a guesser nothing, so it is not counted:
 * a code that the mosque has changed is still kept on hundreds of phones.
 */
export class CodeCheck {
  readonly #options: CodeCheckOptions;
  readonly #known: ReturnType<typeof readAccessCodeHash>;
  readonly #digestKey = randomBytes(32);
  readonly #knownWrong = new Set<string>();
  readonly #looks = new Map<string, Look>();
  #right: Buffer | null = null;

  /** @throws TypeError when the hash is none */
  constructor(options: CodeCheckOptions) {
    this.#options = options;
    this.#known = readAccessCodeHash(options.codeHash);
  }

  /** @param code as the person typed it */
  async judge(code: string, asker: CodeAsker): Promise<CodeVerdict> {
    if (!isUsableAccessCode(code)) return 'wrong';
    const normal = normalAccessCode(code);
    const digest = createHmac('sha256', this.#digestKey).update(normal).digest();
    const quick = this.#judgeQuickly(digest, asker);
    if (quick !== null) return quick;
    const id = digest.toString('base64');
    if (!this.#looks.has(id) && this.#looks.size >= mostWaiting) return 'not-looked-at';
    const look = this.#looks.get(id) ?? this.#lookLater(id, normal, digest);
    look.askers.set(asker.guest, asker);
    const looked = await look.done;
    return (looked ? this.#judgeQuickly(digest, asker) : null) ?? 'not-looked-at';
  }

  /** Null: it takes stretching to tell. */
  #judgeQuickly(digest: Buffer, asker: CodeAsker): CodeVerdict | null {
    if (this.#knownWrong.has(digest.toString('base64'))) return 'wrong';
    if (!this.#options.mayTry(asker)) return 'not-looked-at';
    if (this.#right === null) return null;
    if (timingSafeEqual(this.#right, digest)) return 'right';
    this.#learnWrong(digest, [asker]);
    return 'wrong';
  }

  #lookLater(id: string, code: string, digest: Buffer): Look {
    const askers = new Map<string, CodeAsker>();
    const done = this.#options
      .inTurn(() => this.#look(code, digest, askers))
      .finally(() => this.#looks.delete(id));
    const look = { askers, done };
    this.#looks.set(id, look);
    return look;
  }

  async #look(code: string, digest: Buffer, askers: ReadonlyMap<string, CodeAsker>): Promise<boolean> {
    const { mayTry, stretch } = this.#options;
    // Known since it was asked: then comparing tells.
    if (this.#right !== null) return true;
    if (![...askers.values()].some(mayTry)) return false;
    const hash = await stretch(code, this.#known.salt);
    if (timingSafeEqual(hash, this.#known.hash)) this.#right = digest;
    else this.#learnWrong(digest, [...askers.values()]);
    return true;
  }

  #learnWrong(digest: Buffer, from: readonly CodeAsker[]): void {
    this.#knownWrong.add(digest.toString('base64'));
    const [oldest] = this.#knownWrong;
    if (this.#knownWrong.size > mostKnownWrong && oldest !== undefined) this.#knownWrong.delete(oldest);
    this.#options.onWrong(from);
  }
}
