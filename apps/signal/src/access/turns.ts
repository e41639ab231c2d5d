/** One piece of work after the other. One that fails keeps none of the others from its turn. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  readonly take = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  };
}
