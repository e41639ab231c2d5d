import type { BrowserWindow } from 'electron';

/** What is needed of a window to know whether it is seen. */
export type SeenWindow = Pick<BrowserWindow, 'isMinimized' | 'isVisible' | 'on'>;

/**
 * Tells each time that the window comes into sight or goes out of it. The page itself is never told: without Electron's background
 * throttling, which would slow the mix down, its `visibilityState` stays *visible*, and it would be drawn for nobody.
 */
export function watchSeen(window: SeenWindow, onChange: (seen: boolean) => void): void {
  let told = true;
  const tell = (seen: boolean): void => {
    if (seen !== told) onChange((told = seen));
  };
  const look = (): void => tell(window.isVisible() && !window.isMinimized());
  window.on('show', look);
  window.on('hide', look);
  window.on('minimize', look);
  window.on('restore', look);
  // A minimised window that is made large at once is not always said to be restored.
  window.on('maximize', look);
  window.on('enter-full-screen', look);
  // Whoever types into it sees it. It is not asked: just after it comes back some systems still say that it is minimised.
  window.on('focus', () => tell(true));
}
