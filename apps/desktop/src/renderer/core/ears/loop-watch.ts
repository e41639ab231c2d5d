import type { ClockPort } from '@mauzin/shared';

import { LoopJudge } from './loop-tones.ts';

/** Plays the probe on one output until it is closed. */
export interface LoopProbe {
  close(): void;
}

/** Hears what one source brings into the mix. */
export interface LoopTap {
  /** The last look's samples of each side. */
  read(): readonly Float32Array[];
  close(): void;
}

export interface LoopWatchOptions {
  readonly clock: ClockPort;
  /** @param outputId Empty: whatever output the system prefers. Rejects when it cannot be played on. */
  readonly play: (outputId: string) => Promise<LoopProbe>;
  /** Null: nothing comes from that source now. */
  readonly listen: (sourceId: string) => LoopTap | null;
  /** Something else may be played than before. */
  readonly onVerdict: () => void;
}

/** What is to be known: may anything be played on these outputs, while these sources are taken in? */
export interface LoopQuestion {
  readonly outputIds: readonly string[];
  /** By the source's id, what it takes in: another device, or other channels of it, are another source. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** From the moment that the probe is played until it must have come in, also over a wireless loudspeaker, ms. */
const onItsWayMs = 800;
/** An output that opens later than this is left be for a while, ms. */
const opensWithinMs = 5_000;
/** From one look to the next, ms: each has sound of its own. */
const lookEveryMs = 350;
/** Most looks before it is left be for a while: so long nobody pauses in a sermon. */
const mostLooks = 24;
const againAfterMs = 20_000;
/** What was found of an output that nobody asks for holds so long, ms: cables are changed. */
const holdsMs = 10 * 60_000;

interface Found {
  readonly outputId: string;
  readonly verdict: 'heard' | 'clear';
  readonly atMs: number;
}

/**
 * Finds out by hearing whether what an output plays comes back in by a source: by a cable from the line out to the mixer, or a device
 * whose name does not say what it records. Before that is known nothing may be played there.
 */
export class LoopWatch {
  readonly #options: LoopWatchOptions;
  /** By output and input. */
  readonly #found = new Map<string, Found>();
  #question: LoopQuestion = { outputIds: [], inputs: {} };
  #test: LoopTest | null = null;
  /** Outputs whose test told nothing: of this round, and since the inputs are what they are. */
  readonly #round = new Set<string>();
  readonly #untold = new Set<string>();
  #cancelAgain: (() => void) | null = null;

  constructor(options: LoopWatchOptions) {
    this.#options = options;
  }

  /** Whether what this output plays goes on the air; `unsure` while that is being found out, `untold` where it could not be. */
  verdict(outputId: string): 'heard' | 'clear' | 'unsure' | 'untold' {
    const verdicts = Object.entries(this.#question.inputs).map(
      (input) => this.#found.get(keyOf(outputId, input))?.verdict,
    );
    if (verdicts.includes('heard')) return 'heard';
    if (verdicts.every((verdict) => verdict === 'clear')) return 'clear';
    return this.#untold.has(outputId) ? 'untold' : 'unsure';
  }

  ask(question: LoopQuestion): void {
    if (JSON.stringify(question) === JSON.stringify(this.#question)) return;
    this.#forget(question);
    if (JSON.stringify(question.inputs) !== JSON.stringify(this.#question.inputs)) this.#untold.clear();
    this.#question = question;
    const isStill =
      this.#test !== null &&
      question.outputIds.includes(this.#test.outputId) &&
      this.#test.inputs.every(([id, input]) => question.inputs[id] === input);
    if (isStill) return;
    this.#stop();
    this.#round.clear();
    this.#begin();
  }

  /** Idempotent. */
  close(): void {
    this.ask({ outputIds: [], inputs: {} });
  }

  /** Tests the outputs of which nothing is known, one after the other; all of them again after a while. */
  #begin(): void {
    for (const outputId of this.#question.outputIds) {
      if (this.#isSettled(outputId) || this.#round.has(outputId)) continue;
      const unknown = Object.entries(this.#question.inputs).filter(
        (input) => !this.#found.has(keyOf(outputId, input)),
      );
      this.#test = new LoopTest(this.#options, outputId, unknown, (verdicts) => this.#tested(verdicts));
      return;
    }
    if (this.#round.size === 0) return;
    this.#cancelAgain = this.#options.clock.after(againAfterMs, () => {
      this.#cancelAgain = null;
      this.#round.clear();
      this.#begin();
    });
  }

  #isSettled(outputId: string): boolean {
    const verdict = this.verdict(outputId);
    return verdict === 'heard' || verdict === 'clear';
  }

  #tested(verdicts: ReadonlyMap<string, Found['verdict']>): void {
    const test = this.#test;
    if (!test) return;
    this.#test = null;
    for (const input of test.inputs) {
      const verdict = verdicts.get(input[0]);
      if (!verdict) continue;
      const { outputId } = test;
      this.#found.set(keyOf(outputId, input), { outputId, verdict, atMs: this.#options.clock.now() });
    }
    if (!this.#isSettled(test.outputId)) {
      this.#round.add(test.outputId);
      this.#untold.add(test.outputId);
    }
    this.#begin();
    this.#options.onVerdict();
  }

  #stop(): void {
    this.#cancelAgain?.();
    this.#cancelAgain = null;
    this.#test?.close();
    this.#test = null;
  }

  /** What is old is forgotten, but of outputs that are in use all the while: their sound does not stop for it. */
  #forget(question: LoopQuestion): void {
    const now = this.#options.clock.now();
    const before = new Set(this.#question.outputIds);
    const held = new Set(question.outputIds.filter((id) => before.has(id)));
    for (const [key, { atMs, outputId }] of this.#found) {
      if (!held.has(outputId) && now - atMs >= holdsMs) this.#found.delete(key);
    }
  }
}

const keyOf = (outputId: string, input: readonly [string, string]): string =>
  JSON.stringify([outputId, ...input]);

/** One probe on one output, heard by several sources at once. */
class LoopTest {
  readonly outputId: string;
  readonly inputs: readonly (readonly [string, string])[];
  readonly #options: LoopWatchOptions;
  readonly #done: (verdicts: ReadonlyMap<string, Found['verdict']>) => void;
  readonly #verdicts = new Map<string, Found['verdict']>();
  #ears: readonly { readonly id: string; readonly tap: LoopTap; readonly sides: LoopJudge[] }[] = [];
  #probe: LoopProbe | null = null;
  #cancel: (() => void) | null = null;
  #looks = 0;
  #closed = false;

  constructor(
    options: LoopWatchOptions,
    outputId: string,
    inputs: readonly (readonly [string, string])[],
    done: (verdicts: ReadonlyMap<string, Found['verdict']>) => void,
  ) {
    this.#options = options;
    this.outputId = outputId;
    this.inputs = inputs;
    this.#done = done;
    void this.#start();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#probe?.close();
    for (const { tap } of this.#ears) tap.close();
    this.#ears = [];
  }

  async #start(): Promise<void> {
    const { clock, listen, play } = this.#options;
    this.#cancel = clock.after(opensWithinMs, () => this.#end());
    const probe = await play(this.outputId).catch(() => null);
    if (this.#closed) return probe?.close();
    if (!probe) return this.#end();
    this.#cancel();
    this.#probe = probe;
    this.#ears = this.inputs.flatMap(([id]) => {
      const tap = listen(id);
      return tap ? [{ id, tap, sides: [] }] : [];
    });
    this.#cancel = clock.after(onItsWayMs, () => this.#look());
    return undefined;
  }

  #look(): void {
    this.#cancel = this.#options.clock.after(lookEveryMs, () => this.#hear());
  }

  #hear(): void {
    this.#looks += 1;
    for (const { id, sides, tap } of this.#ears) {
      tap.read().forEach((samples, side) => (sides[side] ??= new LoopJudge()).look(samples));
      const verdicts = sides.map(({ verdict }) => verdict);
      if (verdicts.includes('heard')) this.#verdicts.set(id, 'heard');
      else if (verdicts.length > 0 && verdicts.every((verdict) => verdict === 'clear'))
        this.#verdicts.set(id, 'clear');
    }
    const heard = [...this.#verdicts.values()].includes('heard');
    if (heard || this.#verdicts.size === this.inputs.length || this.#looks >= mostLooks) this.#end();
    else this.#look();
  }

  #end(): void {
    this.close();
    this.#done(this.#verdicts);
  }
}
