import { keepActivation } from './prelude-activation.ts';
import { electronForPreload } from './prelude-electron.ts';
import { guardMedia } from './prelude-media.ts';
import type { Ask, PageCall, PageReply } from './browser.ts';

/**
 * What runs in each page before its own scripts. The functions are sent there as text, so each must get by without
 * anything outside itself: no imports, no helpers.
 */
export function pagePrelude(loopbackLabel: string, preload: string): string {
  return `(() => {
    const ask = (${connect.toString()})();
    if (!ask) return;
    const electron = (${electronForPreload.toString()})(ask);
    (${keepActivation.toString()})();
    (${guardWindows.toString()})(ask);
    (${guardMedia.toString()})(ask, ${JSON.stringify(loopbackLabel)});
    (${runPreload.toString()})(electron, function (require, module, exports, process) {${preload}\n});
  })()`;
}

/** Takes the binding to main out of the page's reach. Null in frames, which get no preload. */
function connect(): Ask | null {
  const page = globalThis as typeof globalThis & { __standIn?: (call: PageCall) => Promise<PageReply> };
  const binding = page.__standIn;
  delete page.__standIn;
  if (window !== window.top || !binding) return null;
  return async (kind, name, ...args) => {
    const reply = await binding({ kind, name, args });
    if ('error' in reply) throw new Error(reply.error);
    return reply.ok;
  };
}

/** Windows that the page wants to open: main is asked, none is opened here. */
function guardWindows(ask: Ask): void {
  const wantWindow = (url: string): void => void ask('window-open', new URL(url, location.href).href);
  window.open = (url) => {
    wantWindow(String(url ?? 'about:blank'));
    return null;
  };
  const followLink = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
    const here = ['', '_self', '_top', '_parent'].includes(link?.target ?? '');
    const asksForWindow = !here || event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1;
    if (!link || !asksForWindow || event.defaultPrevented || event.button === 2) return;
    event.preventDefault();
    wantWindow(link.href);
  };
  window.addEventListener('click', followLink);
  window.addEventListener('auxclick', followLink);
}

type Preload = (require: (name: string) => unknown, module: object, exports: object, process: object) => void;

/** As a sandboxed preload: `electron` is all that it can require. */
function runPreload(electron: object, preload: Preload): void {
  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  const process = {
    platform: 'linux',
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: {},
    versions: {},
  };
  preload(require, module, module.exports, process);
}
