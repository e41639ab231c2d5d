/**
 * Electron's security checklist, as far as it can be read from the sources; docs/security.md names the test of each of its
 * points. What can be shown by behaviour is shown by the tests beside the modules.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { expect, test } from 'vitest';

import { printWindowOptions } from './poster/print-page.ts';
import { serveApp } from './window/app-protocol.ts';
import { confinedPreferences } from './window/confine.ts';
import { openLink } from './window/open-link.ts';

const src = join(import.meta.dirname, '..');
const sources = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:tsx?|html)$/.test(path) && !/\.test\.tsx?$|^testing/.test(path))
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(src, path), 'utf8')]),
);
const filesWith = (pattern: RegExp): string[] =>
  [...sources]
    .filter(([, text]) => pattern.test(text))
    .map(([path]) => path)
    .toSorted((a, b) => a.localeCompare(b));

test('the sources are looked at', () => {
  expect(filesWith(/app\.whenReady\(\)/)).toEqual(['main/index.ts']);
  expect(relative(src, import.meta.dirname)).toBe('main');
});

test('all pages are sandboxed, and that is said before the app is ready', () => {
  const index = sources.get('main/index.ts') ?? '';
  expect(index.indexOf('app.enableSandbox()')).toBeGreaterThan(0);
  expect(index.indexOf('app.enableSandbox()')).toBeLessThan(index.indexOf('app.whenReady()'));
});

test('a window is made in two places, and confined in both', () => {
  expect(filesWith(/new (?:BrowserWindow|BrowserView|WebContentsView)\(/)).toEqual([
    'main/tools.ts',
    'main/window/window.ts',
  ]);
  expect(filesWith(/\bconfine\(window\.webContents\)/)).toEqual(['main/tools.ts', 'main/window/window.ts']);
  expect(sources.get('main/window/window.ts')).toContain(
    'webPreferences: { ...confinedPreferences, ...soundPreferences, preload',
  );
  expect(printWindowOptions.webPreferences).toMatchObject(confinedPreferences);
});

test.each([
  [
    'protection of the page is switched off',
    /webSecurity: false|contextIsolation: false|sandbox: false|nodeIntegration\w*: true|allowRunningInsecureContent: true|webviewTag: true/,
  ],
  [
    'unfinished features of the browser are switched on',
    /experimentalFeatures|enableBlinkFeatures|enable-blink-features|enable-experimental/,
  ],
  ['certificates are looked past', /ignore-certificate-errors|setCertificateVerifyProc|certificate-error/],
  [
    'the browser’s protection is switched off',
    /no-sandbox|disable-web-security|disable-site-isolation|remote-debugging/,
  ],
  ['a page holds another', /<webview|<iframe|<object|<embed|allowpopups/i],
  [
    'text becomes code',
    /\beval\(|new Function\(|executeJavaScript\((?!'0', true\))|insertCSS|dangerouslySetInnerHTML|innerHTML|document\.write|javascript:/,
  ],
  ['a page is loaded from a file', /loadFile\(|['"`]file:\/\//],
])('nowhere %s', (_what, pattern) => {
  expect(filesWith(pattern)).toEqual([]);
});

test('main runs one script in the page, which does nothing but to be a gesture', () => {
  expect(filesWith(/executeJavaScript/)).toEqual(['main/window/capture-access.ts']);
});

test('a window loads our own page alone', () => {
  for (const [path, text] of sources) {
    for (const [, address] of text.matchAll(/\.loadURL\(([^)]*)\)/g)) {
      expect([path, address]).toBeOneOf([
        ['main/index.ts', 'windowUrl'],
        ['main/poster/print-page.ts', 'url'],
      ]);
    }
  }
  expect(sources.get('main/window/window.ts')).toContain('windowUrl = `${appOrigin}/index.html`');
  expect(sources.get('main/poster/poster-saver.ts')).toContain('`${appOrigin}${posterPath(poster)}`');
});

test('our pages name nothing from elsewhere, and hold no script or style of their own', () => {
  const pages = [...sources].filter(([path]) => path.endsWith('.html'));
  expect(pages.map(([path]) => path)).toEqual(['renderer/index.html', 'renderer/poster.html']);
  for (const [, text] of pages) {
    for (const [, address = ''] of text.matchAll(/\b(?:src|href)="([^"]*)"/g))
      expect(address).toMatch(/^\.\//);
    expect(text).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|<base/);
  }
});

test('the policy of our pages allows nothing unsafe and nothing from elsewhere', async () => {
  const answered = new Promise<Response>((resolve) => {
    const handle: Parameters<typeof serveApp>[0]['handle'] = (_scheme, answer) =>
      resolve(answer({ url: 'app://bundle/x' } as Request));
    serveApp({ handle }, src, {} as Parameters<typeof serveApp>[2]);
  });
  const policy = (await answered).headers.get('content-security-policy') ?? '';
  expect(policy).not.toBe('');
  expect(policy).not.toMatch(/unsafe|\*|https?:|blob:|wasm/);
  const places = policy.split('; ').flatMap((directive) => directive.split(' ').slice(1));
  expect(new Set(places)).toEqual(new Set(["'none'", "'self'", 'data:', 'mediastream:']));
});

test('calls of pages are taken in one place, which looks at who sends them', () => {
  expect(filesWith(/ipcMain\.\w+\(|\bipc\.(?:on|once|handle|handleOnce)\(/)).toEqual(['main/ipc.ts']);
});

test('a page has our bridge and nothing of Electron', () => {
  expect(filesWith(/ipcRenderer|contextBridge/)).toEqual(['preload/index.ts']);
  const preload = sources.get('preload/index.ts') ?? '';
  expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
  // The event, and with it the sender, stays in the preload script.
  expect(preload).toMatch(/handler = \(_event: IpcRendererEvent, payload[^=]*=>\s*listener\(payload\)/);
});

test('only pages are opened in the browser, never other schemes', async () => {
  const opened: string[] = [];
  const shell = { openExternal: (url: string) => Promise.resolve(void opened.push(url)) };
  for (const url of ['https://radio.example/s/noor', 'http://192.168.1.20:8080/s/noor'])
    await openLink(shell, url);
  for (const url of [
    'file:///etc/passwd',
    'ms-settings:sound',
    'javascript:alert(1)',
    'smb://x/y',
    '',
    'http:',
  ]) {
    await openLink(shell, url);
  }
  expect(opened).toEqual(['https://radio.example/s/noor', 'http://192.168.1.20:8080/s/noor']);
  expect(filesWith(/\.openExternal\(/)).toEqual([
    'main/system/privacy-settings.ts',
    'main/window/open-link.ts',
  ]);
});

test('Electron is pinned to one version, so that a change of it is looked at', () => {
  const workspace = readFileSync(join(src, '../../../pnpm-workspace.yaml'), 'utf8');
  expect(workspace).toMatch(/^ {2}electron: \d+\.\d+\.\d+$/m);
});
