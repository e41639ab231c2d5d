import { BrowserWindow } from 'electron';

import { appOrigin } from './app-origin.ts';
import { confine, confinedPreferences } from './confine.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly title: string;
  /** The system's theme, for the moment before the page is there. */
  readonly dark: boolean;
  /** Whether closing the window would end something that people hear. */
  readonly mustAsk: () => boolean;
  /** Asks the person; false keeps the window open. */
  readonly ask: () => Promise<boolean>;
}

/** The mix must run at full speed behind other windows, and without anybody having clicked. */
const soundPreferences = { backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required' } as const;

/** The one window: sandboxed, stays on our own page, and asks before it closes on the air. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 960,
    height: 640,
    minWidth: 720,
    minHeight: 480,
    title: options.title,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: options.dark ? '#101714' : '#FBF9F4',
    webPreferences: { ...confinedPreferences, ...soundPreferences, preload: options.preload },
  });
  window.once('ready-to-show', () => window.show());
  confine(window.webContents);
  askBeforeClosing(window, options);
  return window;
}

/** The address of the window's page. */
export const windowUrl = `${appOrigin}/index.html`;

function askBeforeClosing(window: BrowserWindow, { ask, mustAsk }: WindowOptions): void {
  let asking = false;
  window.on('close', (event) => {
    if (!mustAsk()) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void ask()
      .then((close) => {
        if (close) window.destroy();
        return undefined;
      })
      .finally(() => {
        asking = false;
      });
  });
}
