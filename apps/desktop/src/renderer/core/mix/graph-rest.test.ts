import { beforeEach, expect, test } from 'vitest';

import { GraphRest } from './graph-rest.ts';

/** A context whose changes take until `settle` is called, as the browser's take until its audio thread has made them. */
class FakeRestingContext extends EventTarget {
  state: AudioContextState = 'running';
  readonly #asked: AudioContextState[] = [];

  suspend(): Promise<void> {
    this.#asked.push('suspended');
    return Promise.resolve();
  }
  resume(): Promise<void> {
    this.#asked.push('running');
    return Promise.resolve();
  }
  becomes(state: AudioContextState): void {
    const isNew = state !== this.state;
    this.state = state;
    if (isNew) this.dispatchEvent(new Event('statechange'));
  }
  settle(): void {
    for (let asked = this.#asked.shift(); asked; asked = this.#asked.shift()) this.becomes(asked);
  }
}

let context: FakeRestingContext;
let rest: GraphRest;
beforeEach(() => {
  context = new FakeRestingContext();
  rest = new GraphRest(context);
});

test('the graph rests when it may, and runs again when it is needed', () => {
  rest.set(true);
  context.settle();
  expect([rest.resting, context.state]).toEqual([true, 'suspended']);
  rest.set(false);
  context.settle();
  expect([rest.resting, context.state]).toEqual([false, 'running']);
});

test('the last word holds, also when it is said while the one before is being followed', () => {
  rest.set(true);
  rest.set(false);
  context.settle();
  expect(context.state).toBe('running');
  rest.set(true);
  context.settle();
  rest.set(false);
  rest.set(true);
  context.settle();
  expect(context.state).toBe('suspended');
});

test('what the system stops is started again, unless it may rest', () => {
  context.becomes('suspended');
  context.settle();
  expect(context.state).toBe('running');
  rest.set(true);
  context.settle();
  context.becomes('running');
  context.settle();
  expect(context.state).toBe('suspended');
});

test('a closed one is left alone', () => {
  context.becomes('closed');
  rest.set(true);
  rest.set(false);
  context.settle();
  expect(context.state).toBe('closed');
});
