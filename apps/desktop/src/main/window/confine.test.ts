import { EventEmitter } from 'node:events';

import type { WebContents } from 'electron';
import { expect, test } from 'vitest';

import { confine, confinedPreferences } from './confine.ts';

class FakeContents extends EventEmitter {
  opens: (() => { action: string }) | null = null;
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.opens = handler;
  }
}

const contents = new FakeContents();
confine(contents as unknown as WebContents);

function isPrevented(event: string, url: string): boolean {
  let prevented = false;
  contents.emit(event, { url, preventDefault: () => (prevented = true) });
  return prevented;
}

test('the page is isolated, sandboxed, and has no Node', () => {
  expect(confinedPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
});

test('no other window is opened', () => {
  expect(contents.opens?.()).toEqual({ action: 'deny' });
});

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  '%s leads to our own page alone',
  (event) => {
    expect(isPrevented(event, 'app://bundle/index.html')).toBe(false);
    for (const url of ['https://evil.example/', 'app://bundle.evil/', 'app://other/', 'file:///etc/passwd']) {
      expect(isPrevented(event, url)).toBe(true);
    }
  },
);

test('no page is put into the page', () => {
  expect(isPrevented('will-attach-webview', 'app://bundle/')).toBe(true);
});
