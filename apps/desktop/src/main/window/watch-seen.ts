import type { BrowserWindow } from 'electron';

/** What is needed of a window to know whether it is seen. */
export type SeenWindow = Pick<BrowserWindow, 'isMinimized' | 'isVisible' | 'on'>;

/**
 * Tells each time that the window comes into sight or goes out of it. The page itself is never told: without Electron's background
 * throttling, which would slow the mix down, its `visibilityState` stays *visible*, and it would be drawn for nobody.
 */
export function watchSeen(window: SeenWindow, onChange: (seen: boolean) => void): void {
  let told = true;
  const look = (): void => {
    const seen = window.isVisible() && !window.isMinimized();
    if (seen !== told) onChange((told = seen));
  };
  window.on('show', look);
  window.on('hide', look);
  window.on('minimize', look);
  window.on('restore', look);
}
