import { EventEmitter } from 'node:events';

import { expect, test } from 'vitest';

import { type SeenWindow, watchSeen } from './watch-seen.ts';

class FakeWindow extends EventEmitter {
  visible = true;
  minimized = false;

  isVisible(): boolean {
    return this.visible;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  becomes(event: 'show' | 'hide' | 'minimize' | 'restore'): void {
    if (event === 'show' || event === 'hide') this.visible = event === 'show';
    else this.minimized = event === 'minimize';
    this.emit(event);
  }
}

test('a window is out of sight while it is hidden or minimised, and each change is told once', () => {
  const window = new FakeWindow();
  const told: boolean[] = [];
  watchSeen(window as unknown as SeenWindow, (seen) => told.push(seen));
  window.becomes('show');
  expect(told).toEqual([]);
  window.becomes('minimize');
  window.becomes('hide');
  expect(told).toEqual([false]);
  window.becomes('show');
  expect(told).toEqual([false]);
  window.becomes('restore');
  expect(told).toEqual([false, true]);
  window.becomes('hide');
  window.becomes('show');
  expect(told).toEqual([false, true, false, true]);
});

test.each(['maximize', 'enter-full-screen'])(
  'a minimised window that comes back by %s is in sight',
  (event) => {
    const window = new FakeWindow();
    const told: boolean[] = [];
    watchSeen(window as unknown as SeenWindow, (seen) => told.push(seen));
    window.becomes('minimize');
    window.minimized = false;
    window.emit(event);
    expect(told).toEqual([false, true]);
  },
);

test('a window with the focus is in sight, whatever it says of itself', () => {
  const window = new FakeWindow();
  const told: boolean[] = [];
  watchSeen(window as unknown as SeenWindow, (seen) => told.push(seen));
  window.becomes('minimize');
  window.emit('focus');
  expect(told).toEqual([false, true]);
  window.becomes('minimize');
  expect(told).toEqual([false, true, false]);
});
