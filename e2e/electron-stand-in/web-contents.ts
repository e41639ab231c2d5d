import { EventEmitter } from 'node:events';
import type { ConsoleMessage, Frame, Page } from 'playwright';
import { killRenderers } from './browser.ts';
import { appOriginOf, toAppUrl } from './custom-scheme.ts';
import { PageHost, type Size } from './page-host.ts';
import { session } from './session.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** What a window's constructor decides about its page. */
export interface PageOptions {
  readonly preload: string | undefined;
  readonly size: Size;
}

let nextId = 1;
const all = new Set<WebContents>();

export class WebContents extends EventEmitter {
  readonly id = nextId++;
  readonly session = session.defaultSession as unknown as Electron.Session;
  readonly mainFrame: Electron.WebFrameMain;
  readonly #host: PageHost;
  #openHandler: OpenHandler | null = null;

  constructor({ preload, size }: PageOptions) {
    super();
    this.#host = new PageHost(preload, size, {
      crashed: () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }),
      domReady: () => this.emit('dom-ready', {}),
      loaded: () => this.emit('did-finish-load'),
      failed: (url, error) => this.emit('did-fail-load', {}, -2, error.message, url, true),
      console: (message) => this.emit('console-message', consoleEvent(message, this.mainFrame)),
    });
    this.mainFrame = frameFacade(() => this.#host.pageUrl, null);
    all.add(this);
  }

  loadURL(url: string): Promise<void> {
    return this.#host.load(url);
  }
  reload(): void {
    void this.#host.reload().catch((error: unknown) => console.error('stand-in: reloading failed', error));
  }
  forcefullyCrashRenderer(): void {
    void killRenderers().catch((error: unknown) => console.error('stand-in: killing a page failed', error));
  }
  send(channel: string, ...args: unknown[]): void {
    this.#host.dispatch(channel, args);
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    return await this.#host.print(options);
  }
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return await this.#host.run(code, userGesture);
  }
  getURL(): string {
    return toAppUrl(this.#host.pageUrl);
  }
  isCrashed(): boolean {
    return this.#host.crashed;
  }
  isDestroyed(): boolean {
    return this.#host.closed;
  }
  close(): void {
    void this.#host.close();
    all.delete(this);
    this.emit('destroyed');
  }

  static of(page: Page): WebContents | undefined {
    const host = PageHost.of(page);
    return [...all].find((contents) => contents.#host === host);
  }
  /** Whether the page may go there by itself; what main asked for is not asked again. */
  static mayNavigate(contents: WebContents, url: string): boolean {
    if (contents.#host.navigatesByItself) return true;
    let prevented = false;
    const event = {
      url,
      isSameDocument: false,
      isMainFrame: true,
      frame: contents.mainFrame,
      preventDefault: () => (prevented = true),
    };
    contents.emit('will-navigate', event, url, false, true);
    return !prevented;
  }
  /** A page wants a window of its own. That one is never made here: an app that allows it is told so. */
  static wantsWindow(contents: WebContents, url: string): void {
    const details = {
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: '', policy: 'default' },
    };
    const answer = contents.#openHandler?.(details as Electron.HandlerDetails) ?? { action: 'allow' };
    if (answer.action === 'allow') console.error('stand-in: pages that open windows are not supported', url);
  }
}

/** The frame that a page's call came from; the main frame is always the same object. */
export function frameOf(contents: WebContents, frame: Frame): Electron.WebFrameMain {
  return frame.parentFrame() === null
    ? contents.mainFrame
    : frameFacade(() => frame.url(), contents.mainFrame);
}

function frameFacade(pageUrl: () => string, parent: Electron.WebFrameMain | null): Electron.WebFrameMain {
  const facade = {
    get url() {
      return toAppUrl(pageUrl());
    },
    get origin() {
      return appOriginOf(pageUrl());
    },
    parent,
    get top(): object {
      return parent ?? facade;
    },
    isDestroyed: () => false,
  };
  return facade as unknown as Electron.WebFrameMain;
}

function consoleEvent(message: ConsoleMessage, frame: Electron.WebFrameMain): object {
  const { url, lineNumber } = message.location();
  const levels: Partial<Record<string, string>> = { error: 'error', warning: 'warning', debug: 'debug' };
  const level = levels[message.type()] ?? 'info';
  return { level, message: message.text(), lineNumber, sourceId: toAppUrl(url), frame };
}
