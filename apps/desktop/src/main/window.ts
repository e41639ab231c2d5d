import { type ClockPort, reconnectDelayMs } from '@mauzin/shared';
import { BrowserWindow } from 'electron';

import { appOrigin } from './app-origin.ts';
import { confine, confinedPreferences } from './confine.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly title: string;
  /** The system's theme, for the moment before the page is there. */
  readonly dark: boolean;
  readonly clock: ClockPort;
  /** 0..1 */
  readonly random: () => number;
  /** Whether closing the window would end something that people hear. */
  readonly mustAsk: () => boolean;
  /** Asks the person; false keeps the window open. */
  readonly ask: () => Promise<boolean>;
  readonly log: (line: string) => void;
}

/** A page that lived this long, ms, is not in a crash loop. */
const soundLifeMs = 10_000;

/** The mix must run at full speed behind other windows, and without anybody having clicked. */
const soundPreferences = { backgroundThrottling: false, autoplayPolicy: 'no-user-gesture-required' } as const;

/** The one window: sandboxed, stays on our own page, and comes back when its page crashes. */
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
  reviveAfterCrash(window, options);
  askBeforeClosing(window, options);
  return window;
}

/** The address of the window's page. */
export const windowUrl = `${appOrigin}/index.html`;

function reviveAfterCrash(window: BrowserWindow, { clock, log, random }: WindowOptions): void {
  let attempt = 0;
  let bornAtMs = clock.now();
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    if (clock.now() - bornAtMs > soundLifeMs) attempt = 0;
    const waitMs = reconnectDelayMs(attempt, 'soon', random()) ?? 0;
    attempt += 1;
    log(`the window's page is gone (${reason}); loading it again in ${waitMs} ms`);
    clock.after(waitMs, () => {
      bornAtMs = clock.now();
      if (!window.isDestroyed()) window.webContents.reload();
    });
  });
}

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
