import type { ClockPort } from '@mauzin/shared';
import type { BrowserWindow, BrowserWindowConstructorOptions, PrintToPDFOptions } from 'electron';

import { confinedPreferences } from '../window/confine.ts';

/** A window that nobody sees, as far as it is used here. */
export type PrintWindow = Pick<BrowserWindow, 'loadURL' | 'destroy' | 'isDestroyed'> & {
  readonly webContents: Pick<BrowserWindow['webContents'], 'printToPDF'>;
};

/** No preload: a page that is only printed has no bridge to the app. */
export const printWindowOptions = {
  show: false,
  // Of A4 at 96 dots an inch.
  width: 794,
  height: 1_123,
  webPreferences: { ...confinedPreferences, disableDialogs: true },
} as const satisfies BrowserWindowConstructorOptions;

/** The page says its size and margins itself (`@page`). */
const paper = {
  pageSize: 'A4',
  preferCSSPageSize: true,
  printBackground: true,
  margins: { top: 0, bottom: 0, left: 0, right: 0 },
  generateTaggedPDF: true,
} as const satisfies PrintToPDFOptions;

/** A page that is not printed after so long, ms, never will be. */
const patienceMs = 20_000;

/** Prints the page at `url` into a PDF. The window is gone afterwards, come what may. */
export async function printPage(open: () => PrintWindow, url: string, clock: ClockPort): Promise<Uint8Array> {
  const window = open();
  let giveUp: (why: Error) => void = () => undefined;
  const gaveUp = new Promise<never>((_resolve, reject) => {
    giveUp = reject;
  });
  const cancel = clock.after(patienceMs, () => giveUp(new Error('the page was not printed in time')));
  try {
    return await Promise.race([print(window, url), gaveUp]);
  } finally {
    cancel();
    if (!window.isDestroyed()) window.destroy();
  }
}

async function print(window: PrintWindow, url: string): Promise<Uint8Array> {
  await window.loadURL(url);
  return await window.webContents.printToPDF(paper);
}
