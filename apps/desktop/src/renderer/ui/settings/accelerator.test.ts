import { expect, test } from 'vitest';

import { acceleratorOf, keyCapsOf, type KeyPress } from './accelerator.ts';

const press = (code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});
const shortcut = (accelerator: string) => ({ name: 'accelerator', accelerator });

test('a key with Ctrl is a shortcut, by its place and not by what the layout prints', () => {
  expect(acceleratorOf(press('KeyB', { ctrlKey: true }), false)).toEqual(shortcut('CommandOrControl+B'));
  expect(acceleratorOf(press('F9', { ctrlKey: true, shiftKey: true }), false)).toEqual(
    shortcut('CommandOrControl+Shift+F9'),
  );
  expect(acceleratorOf(press('Numpad1', { altKey: true }), false)).toEqual(shortcut('Alt+num1'));
  expect(acceleratorOf(press('Digit5', { metaKey: true }), false)).toEqual(shortcut('Super+5'));
  expect(acceleratorOf(press('ArrowUp', { ctrlKey: true, altKey: true }), false)).toEqual(
    shortcut('CommandOrControl+Alt+Up'),
  );
});

test('on a Mac, Command is the one that Ctrl is elsewhere', () => {
  expect(acceleratorOf(press('KeyB', { metaKey: true }), true)).toEqual(shortcut('CommandOrControl+B'));
  expect(acceleratorOf(press('KeyB', { ctrlKey: true }), true)).toEqual(shortcut('Control+B'));
});

test('a key that people type with asks for another beside it; a function key may stand alone', () => {
  expect(acceleratorOf(press('KeyB'), false)).toEqual({ name: 'hold-more' });
  expect(acceleratorOf(press('KeyB', { shiftKey: true }), false)).toEqual({ name: 'hold-more' });
  expect(acceleratorOf(press('F12'), false)).toEqual(shortcut('F12'));
});

test('a modifier alone is no shortcut yet', () => {
  expect(acceleratorOf(press('ControlLeft', { ctrlKey: true }), false)).toEqual({ name: 'none' });
  expect(acceleratorOf(press('F25', { ctrlKey: true }), false)).toEqual({ name: 'none' });
});

test('the keys are named as they are printed', () => {
  expect(keyCapsOf('CommandOrControl+Shift+F9', false)).toEqual(['Ctrl', 'Shift', 'F9']);
  expect(keyCapsOf('CommandOrControl+Alt+Up', true)).toEqual(['⌘', '⌥', '↑']);
  expect(keyCapsOf('Super+num1', false)).toEqual(['Win', '1']);
});
