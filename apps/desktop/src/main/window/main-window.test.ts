import type { BrowserWindow } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';

import type { Desktop } from '../desktop.ts';
import { MainWindow } from './main-window.ts';
import type { Questions } from './questions.ts';

const sent: string[] = [];
const setLive = vi.fn<Desktop['setLive']>();
const mayStop = vi.fn<Questions['mayStop']>();
let state: { destroyed: boolean; crashed: boolean; minimized: boolean; shown: number };
let window: MainWindow;

beforeEach(() => {
  sent.length = 0;
  setLive.mockReset();
  mayStop.mockReset();
  state = { destroyed: false, crashed: false, minimized: true, shown: 0 };
  window = new MainWindow();
  window.hold({
    isDestroyed: () => state.destroyed,
    isMinimized: () => state.minimized,
    restore: () => {
      state.minimized = false;
    },
    show: () => {
      state.shown += 1;
    },
    focus: () => undefined,
    webContents: {
      isCrashed: () => state.crashed,
      isDestroyed: () => state.destroyed,
      send: (channel: string) => sent.push(channel),
    },
  } as unknown as BrowserWindow);
});
const ask = (): void => window.askToStop({ setLive }, { mayStop } as unknown as Questions);

test('to stop is asked in the window, which is brought to the front', () => {
  ask();
  expect(sent).toEqual(['mauzin:ask-to-stop']);
  expect(state).toMatchObject({ minimized: false, shown: 1 });
  expect([mayStop.mock.calls.length, setLive.mock.calls.length]).toEqual([0, 0]);
});

test.each(['crashed', 'destroyed'] as const)('where the window is %s, the system asks', async (how) => {
  state[how] = true;
  mayStop.mockResolvedValueOnce(false);
  ask();
  await mayStop.mock.results[0]?.value;
  expect(setLive).not.toHaveBeenCalled();
  mayStop.mockResolvedValueOnce(true);
  ask();
  await expect.poll(() => setLive.mock.calls).toEqual([[false, 'person']]);
  expect(sent).toEqual([]);
});

test('a window that is gone is told nothing', () => {
  state.destroyed = true;
  window.show();
  window.tell('ask-to-stop', undefined);
  expect([sent, state.shown]).toEqual([[], 0]);
});
