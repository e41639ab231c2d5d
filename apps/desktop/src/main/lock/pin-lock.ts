import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';

import { adminCalls, type CallName, type LockState, type Unlocked } from '@mauzin/desktop-contract';
import { asciiDigits, type ClockPort } from '@mauzin/shared';
import * as v from 'valibot';

import type { CallHandlers } from '../ipc.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const base64 = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** A PIN as it lies in the settings file: scrypt (RFC 7914) of its ASCII digits, and the wrong tries since the last right one. */
export const savedPinSchema = v.object({
  hash: base64,
  salt: base64,
  wrong: count,
  /** No PIN is looked at before this, epoch ms; 0: at once. */
  notBeforeMs: count,
});
export type SavedPin = v.InferOutput<typeof savedPinSchema>;

export interface PinLockOptions {
  readonly clock: ClockPort;
  /** Epoch ms: for the one thing that must outlast the app, the wait after wrong PINs. */
  readonly wallMs: () => number;
  readonly saved: () => SavedPin | null;
  readonly save: (pin: SavedPin | null) => void;
  /** The lock changed. */
  readonly onChange: (state: LockState) => void;
  readonly log: (line: string) => void;
}

const freeTries = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;
/** When the admin has done nothing for so long, ms, the app locks by itself. */
export const idleMs = 10 * 60_000;

/** About a tenth of a second and 32 MB for each try, off the main thread. */
const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const hashBytes = 32;

/**
 * Keeps the settings behind a PIN. Locked at start and after ten minutes without the admin. After five wrong PINs none is looked at
 * for 30 s, twice as long after each further one, up to 15 minutes; closing the app does not shorten that.
 */
export class PinLock {
  readonly #options: PinLockOptions;
  #locked: boolean;
  /** When a PIN is looked at again, by the monotonic clock, which nobody sets. */
  #notBeforeMs: number;
  /** Tries wait for each other: those made at once would all be free. */
  #turn: Promise<unknown> = Promise.resolve();
  #cancelIdle: (() => void) | null = null;

  constructor(options: PinLockOptions) {
    this.#options = options;
    const saved = options.saved();
    this.#locked = saved !== null;
    const leftMs = saved ? saved.notBeforeMs - options.wallMs() : 0;
    this.#notBeforeMs = options.clock.now() + Math.min(longestWaitMs, Math.max(0, leftMs));
  }

  get state(): LockState {
    return { pinSet: this.#options.saved() !== null, locked: this.#locked };
  }

  /** The admin is at work: it stays unlocked for another while. */
  used(name: CallName): void {
    if (adminCalls.has(name) && !this.#locked) this.#lockWhenIdle();
  }

  handlers(): Pick<CallHandlers, 'unlock' | 'lock' | 'set-pin'> {
    return {
      unlock: (pin) => this.#inTurn(() => this.#unlock(asciiDigits(pin))),
      lock: () => this.lock(),
      'set-pin': (pin) => this.#inTurn(() => this.#setPin(pin === null ? null : asciiDigits(pin))),
    };
  }

  lock(): undefined {
    this.#cancelIdle?.();
    if (this.#locked || this.#options.saved() === null) return;
    this.#locked = true;
    this.#changed();
  }

  /** The PIN was forgotten, and whoever asks may start programs on this computer: it is taken away. */
  reset(): void {
    this.#options.log('the PIN was taken away from the command line');
    this.#options.save(null);
    this.#locked = false;
    this.#notBeforeMs = 0;
    this.#changed();
  }

  /** Idempotent. */
  close(): void {
    this.#cancelIdle?.();
  }

  async #unlock(pin: string): Promise<Unlocked> {
    const { clock, save, saved } = this.#options;
    const known = saved();
    if (!known) return { ok: true };
    const retryAfterMs = Math.max(0, this.#notBeforeMs - clock.now());
    if (retryAfterMs > 0) return { ok: false, retryAfterMs };
    if (!(await isRight(pin, known))) return this.#wrong(known);
    if (known.wrong > 0) save({ ...known, wrong: 0, notBeforeMs: 0 });
    this.#locked = false;
    this.#lockWhenIdle();
    this.#changed();
    return { ok: true };
  }

  #wrong(known: SavedPin): Unlocked {
    const { clock, log, save, wallMs } = this.#options;
    const wrong = known.wrong + 1;
    const doubled = firstWaitMs * 2 ** Math.min(20, wrong - freeTries);
    const retryAfterMs = wrong < freeTries ? 0 : Math.min(longestWaitMs, doubled);
    this.#notBeforeMs = clock.now() + retryAfterMs;
    log(`a wrong PIN was entered, ${wrong} in a row`);
    save({ ...known, wrong, notBeforeMs: retryAfterMs === 0 ? 0 : wallMs() + retryAfterMs });
    return { ok: false, retryAfterMs };
  }

  async #setPin(pin: string | null): Promise<undefined> {
    const salt = randomBytes(16);
    const next =
      pin === null
        ? null
        : {
            hash: (await derive(pin, salt)).toString('base64'),
            salt: salt.toString('base64'),
            wrong: 0,
            notBeforeMs: 0,
          };
    // It may have locked itself meanwhile.
    if (this.#locked) return undefined;
    this.#options.log(pin === null ? 'the PIN was taken away' : 'a PIN was set');
    this.#options.save(next);
    this.#lockWhenIdle();
    this.#changed();
    return undefined;
  }

  #lockWhenIdle(): void {
    this.#cancelIdle?.();
    if (this.#options.saved() !== null) {
      this.#cancelIdle = this.#options.clock.after(idleMs, () => this.lock());
    }
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #changed(): void {
    this.#options.onChange(this.state);
  }
}

async function isRight(pin: string, { hash, salt }: SavedPin): Promise<boolean> {
  const known = Buffer.from(hash, 'base64');
  const given = await derive(pin, Buffer.from(salt, 'base64'));
  return known.length === given.length && timingSafeEqual(known, given);
}

const derive = (pin: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, salt, hashBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
