import type { SettingsChange } from '@mauzin/desktop-contract';
import { beforeEach, expect, test } from 'vitest';

import { freshDesktopState } from '../../../testing/fresh-desktop-state.ts';
import { SettingsWriter } from './settings-writer.ts';

let settings = freshDesktopState.settings;
let sent: { readonly change: SettingsChange; readonly answer: (taken: boolean) => void }[] = [];

const create = (): SettingsWriter =>
  new SettingsWriter({
    known: () => settings,
    send: (change) => new Promise((resolve) => sent.push({ change, answer: resolve })),
  });

beforeEach(() => {
  settings = freshDesktopState.settings;
  sent = [];
});

test('a part is sent whole, with the one field that changed', async () => {
  const written = create().change('sound', (was) => ({ ...was, limiter: false }));
  expect(sent[0]?.change).toEqual({ sound: { ...settings.sound, limiter: false } });
  sent[0]?.answer(true);
  expect(await written).toBe('saved');
});

test('a second change before the first is answered loses nothing of the first', async () => {
  const writer = create();
  const first = writer.change('deadAir', (was) => ({ ...was, afterS: 30 }));
  const second = writer.change('deadAir', (was) => ({ ...was, belowDbfs: -50 }));
  expect(sent[1]?.change).toEqual({ deadAir: { ...settings.deadAir, afterS: 30, belowDbfs: -50 } });
  for (const { answer } of sent) answer(true);
  expect([await first, await second]).toEqual(['saved', 'saved']);
});

test('after the answer, what main told is what counts', async () => {
  const writer = create();
  const refused = writer.change('sound', (was) => ({ ...was, limiter: false }));
  sent[0]?.answer(false);
  expect(await refused).toBe('refused');
  settings = { ...settings, sound: { ...settings.sound, whenLost: 'next-device' } };
  void writer.change('sound', (was) => ({ ...was, alarmTone: false }));
  expect(sent[1]?.change).toEqual({
    sound: { ...settings.sound, whenLost: 'next-device', limiter: true, alarmTone: false },
  });
});

test('what the contract refuses is never sent', async () => {
  const writer = create();
  expect(await writer.change('deadAir', (was) => ({ ...was, afterS: 2 }))).toBe('invalid');
  expect(await writer.replace({ stationName: '' })).toBe('invalid');
  expect(sent).toEqual([]);
  void writer.change('deadAir', (was) => ({ ...was, belowDbfs: -50 }));
  expect(sent[0]?.change.deadAir?.afterS).toBe(settings.deadAir.afterS);
});
