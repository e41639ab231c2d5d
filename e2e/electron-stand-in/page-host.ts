import { readFileSync } from 'node:fs';
import type { ConsoleMessage, Page } from 'playwright';
import { browserContext } from './browser.ts';
import { toPageUrl } from './custom-scheme.ts';
import { pagePrelude } from './page-prelude.ts';
import { settings } from './settings.ts';

export interface PageHostEvents {
  crashed(): void;
  domReady(): void;
  loaded(): void;
  failed(url: string, error: Error): void;
  console(message: ConsoleMessage): void;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const hosts = new Set<PageHost>();

/**
 * The Chromium page behind one window: made on first use, and made anew after a crash, since Playwright cannot
 * navigate a page that has crashed.
 */
export class PageHost {
  readonly #preload: string | undefined;
  readonly #events: PageHostEvents;
  #page: Page | undefined;
  #making: Promise<Page> | undefined;
  readonly #size: Size;
  #url = '';
  /** Navigations that main asked for: these the app's own guards do not see. */
  #ownNavigations = 0;
  crashed = false;
  closed = false;

  constructor(preload: string | undefined, size: Size, events: PageHostEvents) {
    this.#preload = preload;
    this.#size = size;
    this.#events = events;
    hosts.add(this);
  }

  static of(page: Page): PageHost | undefined {
    return [...hosts].find((host) => host.#page === page);
  }

  /** Chromium's address of what is shown. */
  get pageUrl(): string {
    return this.#page?.url() ?? 'about:blank';
  }
  get page(): Page | undefined {
    return this.#page;
  }
  get navigatesByItself(): boolean {
    return this.#ownNavigations > 0;
  }

  async load(url: string): Promise<void> {
    this.#url = url;
    await this.#navigate(url, async () => {
      const page = await (this.#making ??= this.#makePage());
      await page.goto(toPageUrl(url));
    });
  }

  async reload(): Promise<void> {
    if (this.crashed) {
      const old = this.#page;
      this.crashed = false;
      this.#making = this.#makePage();
      await this.load(this.#url);
      await old?.close().catch(() => undefined);
    } else {
      await this.#navigate(this.#url, async () => void (await this.#page?.reload()));
    }
  }

  /** Calls back in the page what its preload registered; a page that is gone hears nothing. */
  dispatch(channel: string, args: readonly unknown[]): void {
    type Dispatch = (channel: string, args: readonly unknown[]) => void;
    const deliver = ([name, values]: readonly [string, readonly unknown[]]): void => {
      (globalThis as { __standInDispatch?: Dispatch }).__standInDispatch?.(name, values);
    };
    if (!this.crashed) void this.#page?.evaluate(deliver, [channel, args] as const).catch(() => undefined);
  }

  /** Runs a script once the page has been loaded, as Electron does. */
  async run(code: string, userGesture: boolean): Promise<unknown> {
    const page = this.#page;
    if (!page) throw new Error('Nothing is loaded that could run a script');
    await page.waitForLoadState('load');
    if (userGesture) {
      await page.evaluate(() => (globalThis as { __standInActivate?: () => void }).__standInActivate?.());
    }
    return await page.evaluate(code);
  }

  /** Of the options, only those are kept that say how the page lies on the paper. */
  async print(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    if (!this.#page) throw new Error('Nothing is loaded that could be printed');
    const {
      landscape = false,
      pageSize = 'Letter',
      preferCSSPageSize = false,
      printBackground = false,
    } = options;
    if (typeof pageSize !== 'string') throw new Error('The stand-in knows paper by its name only');
    return await this.#page.pdf({ format: pageSize, landscape, preferCSSPageSize, printBackground });
  }

  async close(): Promise<void> {
    this.closed = true;
    hosts.delete(this);
    await this.#page?.close().catch(() => undefined);
  }

  async #navigate(url: string, go: () => Promise<void>): Promise<void> {
    this.#ownNavigations += 1;
    try {
      await go();
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.#events.failed(url, failure);
      throw failure;
    } finally {
      this.#ownNavigations -= 1;
    }
  }

  async #makePage(): Promise<Page> {
    const context = browserContext();
    const unused = context.pages().find((page) => page.url() === 'about:blank' && !PageHost.of(page));
    const page = unused ?? (await context.newPage());
    this.#page = page;
    await page.setViewportSize(this.#size);
    await page.addInitScript({ content: this.#initScript() });
    page.on('crash', () => {
      this.crashed = true;
      this.#events.crashed();
    });
    page.on('domcontentloaded', () => this.#events.domReady());
    page.on('load', () => this.#events.loaded());
    page.on('console', (message) => this.#events.console(message));
    page.on('popup', (popup) => void popup.close().catch(() => undefined)); // the prelude has missed it
    return page;
  }

  #initScript(): string {
    const preload = this.#preload === undefined ? '' : readFileSync(this.#preload, 'utf8');
    return pagePrelude(settings.loopbackLabel, preload);
  }
}
