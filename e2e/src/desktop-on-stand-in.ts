import { type BrowserContext, chromium, type Page } from 'playwright';
import type { ControlReply, ControlRequest } from '../electron-stand-in/control.ts';
import { refusal } from '../electron-stand-in/enforce.ts';
import { standIn } from './build-stand-in.ts';
import { type Child, startChild } from './children.ts';
import { chromiumArgs, chromiumPath } from './chromium.ts';
import {
  crash,
  type DesktopApp,
  DesktopEnded,
  type DesktopOptions,
  type RecordedCall,
} from './desktop-app.ts';

type Launch = DesktopOptions & { readonly main: string; readonly userData: string };
type Result = Extract<ControlReply, { type: 'stand-in:result' }>;
/** A request before it has its number. */
type Ask<Request> = Request extends { readonly id: number } ? Omit<Request, 'id'> : never;

const QUIT_MS = 10_000;

/** Runs the app's main bundle in Node, with the stand-in for `electron`; its windows are pages of one Chromium. */
export async function launchOnStandIn(launch: Launch): Promise<DesktopApp> {
  const main = new MainProcess(launch);
  try {
    const endpoint = await main.ready(launch.timeoutMs ?? 60_000);
    const browser = await chromium.connectOverCDP(endpoint, { isLocal: true });
    const [context] = browser.contexts();
    if (!context) throw new Error('The stand-in has no browser context');
    let page = await Promise.race([appPage(context), main.ended()]);
    let closing: Promise<number> | undefined;
    return {
      runsOn: 'stand-in',
      get page() {
        return page;
      },
      userData: launch.userData,
      pid: main.child.process.pid ?? 0,
      exited: main.child.exited,
      async nextPage() {
        page = await Promise.race([appPage(context, page), main.ended()]);
        return page;
      },
      evaluate: (fn, arg) => main.ask({ type: 'evaluate', fn: fn.toString(), arg }) as never,
      calls: async () => (await main.ask({ type: 'calls' })) as readonly RecordedCall[],
      output: () => main.output,
      crashRenderer: () => crash(page),
      close: () =>
        (closing ??= main.quit(() => browser.close()).then((code) => unlessRefused(code, main.output))),
    };
  } catch (error) {
    await main.child.stop();
    throw error;
  }
}

class MainProcess {
  readonly child: Child;
  output = '';
  #nextId = 1;
  readonly #waiting = new Map<number, (result: Result) => void>();
  readonly #endpoint: Promise<string>;

  constructor({ main, userData, pulse, env, args = [], locale }: Launch) {
    this.child = startChild(process.execPath, ['--enable-source-maps', standIn.run, main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        ...pulse?.env,
        STANDIN_MODULE: standIn.module,
        STANDIN_UTILITY_SHIM: standIn.utilityShim,
        STANDIN_USER_DATA: userData,
        STANDIN_CHROMIUM: chromiumPath(),
        STANDIN_CHROMIUM_ARGS: chromiumArgs().join('\n'),
        ...(pulse === undefined ? {} : { STANDIN_LOOPBACK: pulse.loopback }),
        ...(locale === undefined ? {} : { STANDIN_LOCALE: locale }),
        ...env,
      },
    });
    const keep = (data: Buffer): void => void (this.output += data.toString());
    this.child.process.stdout?.on('data', keep);
    this.child.process.stderr?.on('data', keep);
    this.#endpoint = new Promise((done) => {
      this.child.process.on('message', (reply: ControlReply) => {
        if (reply.type === 'stand-in:ready') done(reply.endpoint);
        else this.#settle(reply);
      });
    });
    void this.child.exited.then(() => this.#settleAll());
  }

  /** Rejects when the process ends. */
  async ended(): Promise<never> {
    throw new DesktopEnded(await this.child.exited, this.output);
  }

  async ready(timeoutMs: number): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, fail) => {
      const why = 'does its main module await app.whenReady() at top level?';
      timer = setTimeout(() => fail(new Error(`The app is not ready; ${why}\n${this.output}`)), timeoutMs);
    });
    try {
      return await Promise.race([this.#endpoint, this.ended(), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  ask(request: Ask<ControlRequest>): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((done, fail) => {
      this.#waiting.set(id, (result) =>
        'error' in result ? fail(new Error(result.error)) : done(result.ok),
      );
      if (this.child.process.connected) this.child.process.send({ ...request, id });
      else this.#settle(this.#gone(id));
    });
  }

  async quit(disconnect: () => Promise<void>): Promise<number> {
    await disconnect();
    if (this.child.process.connected)
      this.child.process.send({ type: 'quit', id: 0 } satisfies ControlRequest);
    const timer = setTimeout(() => this.child.process.kill('SIGKILL'), QUIT_MS);
    const code = await this.child.exited;
    clearTimeout(timer);
    return code;
  }

  #settle(result: Result): void {
    this.#waiting.get(result.id)?.(result);
    this.#waiting.delete(result.id);
  }

  #settleAll(): void {
    for (const id of this.#waiting.keys()) this.#settle(this.#gone(id));
  }

  #gone(id: number): Result {
    return { type: 'stand-in:result', id, error: `The app has ended:\n${this.output}` };
  }
}

/** An app that was refused a call has a fault, whatever it made of that. */
function unlessRefused(code: number, output: string): number {
  const refused = output.split('\n').filter((line) => line.startsWith(refusal));
  if (refused.length > 0) throw new Error(refused.join('\n'));
  return code;
}

const isAppUrl = (url: URL): boolean =>
  url.hostname.endsWith('.stand-in.localhost') || url.protocol === 'file:';

/** The window's page, once it has its document. */
async function appPage(context: BrowserContext, not?: Page): Promise<Page> {
  const other = context.pages().find((page) => page !== not && !page.isClosed());
  const page = other ?? (await context.waitForEvent('page'));
  await page.waitForURL(isAppUrl, { waitUntil: 'domcontentloaded' });
  return page;
}
