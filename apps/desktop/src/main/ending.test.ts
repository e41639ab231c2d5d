import { EventEmitter } from 'node:events';

import type { Dialog, MessageBoxOptions } from 'electron';
import { expect, test, vi } from 'vitest';

import { Ending } from './ending.ts';
import { Questions } from './window/questions.ts';

test.each([
  ['SIGTERM', 'system'],
  ['SIGHUP', 'system'],
  ['SIGINT', 'person'],
  ['shutdown', 'system'],
  ['session-end', 'system'],
])('%s ends the app without a question, as the %s’s word', (event, by) => {
  const events = new EventEmitter();
  const quit = vi.fn();
  const ending = new Ending({
    signals: events as unknown as NodeJS.Process,
    power: events,
    window: events,
    quit,
  });
  expect(ending.by).toBeNull();
  events.emit(event);
  expect(ending.by).toBe(by);
  expect(quit).toHaveBeenCalledOnce();
  events.emit('SIGINT');
  expect(ending.by).toBe(by);
});

test('a question is asked once, and only a yes counts', async () => {
  const asked: MessageBoxOptions[] = [];
  const answers: ((response: number) => void)[] = [];
  const dialog = {
    showMessageBox: (options: MessageBoxOptions) => {
      asked.push(options);
      return new Promise((resolve) => {
        answers.push((response) => resolve({ response, checkboxChecked: false }));
      });
    },
  } as unknown as Dialog;
  const questions = new Questions(dialog, () => 'en');
  const first = questions.mayStop();
  expect(await questions.mayStop()).toBe(false);
  answers[0]?.(0);
  expect(await first).toBe(true);
  const second = questions.mayClose();
  answers[1]?.(1);
  expect(await second).toBe(false);
  expect(asked).toMatchObject([
    { message: 'Stop the broadcast?', buttons: ['Yes, stop', 'Stay on air'], cancelId: 1 },
    { message: 'Stop the broadcast and close?', cancelId: 1 },
  ]);
});
