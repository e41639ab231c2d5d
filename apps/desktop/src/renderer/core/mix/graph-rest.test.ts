import { beforeEach, expect, test } from 'vitest';

import { GraphRest } from './graph-rest.ts';

/** A context whose changes take until `settle` is called, as the browser's take until its audio thread has made them. */
class FakeRestingContext extends EventTarget {
  state: AudioContextState = 'running';
  readonly #asked: AudioContextState[] = [];
  /** The system has the sound: it is not started. */
  refuses = false;
  /** How often it was asked to run. */
  resumes = 0;

  suspend(): Promise<void> {
    this.#asked.push('suspended');
    return Promise.resolve();
  }
  resume(): Promise<void> {
    this.resumes += 1;
    if (this.refuses) return Promise.reject(new Error('NotAllowedError'));
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

test('what did not start when it was asked is asked again, and what runs or rests is not', () => {
  context.refuses = true;
  context.becomes('suspended');
  context.settle();
  rest.keep();
  expect(context.state).toBe('suspended');
  context.refuses = false;
  rest.keep();
  context.settle();
  expect(context.state).toBe('running');
  const { resumes } = context;
  rest.keep();
  rest.set(true);
  context.settle();
  rest.keep();
  context.settle();
  expect([context.resumes, context.state]).toEqual([resumes, 'suspended']);
});

test('a closed one is left alone', () => {
  context.becomes('closed');
  rest.set(true);
  rest.set(false);
  rest.keep();
  context.settle();
  expect(context.state).toBe('closed');
});
