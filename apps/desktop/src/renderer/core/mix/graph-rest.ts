/** What is needed of the graph's context. */
type RestingContext = Pick<AudioContext, 'addEventListener' | 'resume' | 'state' | 'suspend'>;

/** Lets the graph stand still while nobody needs it, and keeps it running otherwise, whatever the system does to it. */
export class GraphRest {
  readonly #context: RestingContext;
  #resting = false;

  constructor(context: RestingContext) {
    this.#context = context;
    context.addEventListener('statechange', () => this.#follow());
  }

  get resting(): boolean {
    return this.#resting;
  }

  set(resting: boolean): void {
    if (resting === this.#resting) return;
    this.#resting = resting;
    this.#follow();
  }

  /** Asks again where the graph should run and does not: what was asked before may have been refused, or come to nothing. */
  keep(): void {
    if (!this.#resting && this.#context.state !== 'running') this.#follow();
  }

  /** One step after the other: a change that comes during a step is followed once that step's end is told. */
  #follow(): void {
    const { state } = this.#context;
    if (state === 'closed') return;
    if (this.#resting && state === 'running') void this.#context.suspend().catch(() => undefined);
    // Asked for again when it runs already or is about to: whatever was asked before, this is the last word.
    if (!this.#resting) void this.#context.resume().catch(() => undefined);
  }
}
