import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, chromium, type ElectronApplication, type Page } from 'playwright';
import { crash, type DesktopApp, DesktopEnded, type DesktopOptions } from './desktop-app.ts';

type Launch = DesktopOptions & { readonly main: string; readonly userData: string };

/** Runs the app's main bundle on a real Electron. */
export async function launchOnElectron(launch: Launch, executablePath: string): Promise<DesktopApp> {
  const { main, userData, pulse, env, args = [], locale, timeoutMs = 60_000 } = launch;
  // The app's `enableSandbox()` takes --no-sandbox away, and without it nothing of Chromium starts as root.
  if (process.getuid?.() === 0) throw new Error('Electron starts the app as a user only: not as root');
  const language = locale === undefined ? [] : [`--lang=${locale}`];
  const app = await _electron
    .launch({
      executablePath,
      args: [...language, `--user-data-dir=${userData}`, main, ...args],
      env: { ...process.env, ...pulse?.env, ...env } as Record<string, string>,
      timeout: timeoutMs,
    })
    .catch((error: unknown) => {
      throw new DesktopEnded(-1, String(error));
    });
  const child = app.process();
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const exited = new Promise<number>((done) => child.once('exit', (code) => done(code ?? -1)));
  let page = await Promise.race([
    app.firstWindow({ timeout: timeoutMs }),
    exited.then((code) => {
      throw new DesktopEnded(code, output);
    }),
  ]);
  let closing: Promise<number> | undefined;
  return {
    runsOn: 'electron',
    get page() {
      return page;
    },
    userData,
    pid: child.pid ?? 0,
    exited,
    async nextPage() {
      page = await revivedPage(userData);
      return page;
    },
    evaluate: (fn, arg) => app.evaluate(fn as never, arg) as never,
    calls: () => Promise.resolve([]),
    output: () => output,
    crashRenderer: () => crash(page),
    close: () => (closing ??= quit(app, exited)),
  };
}

/**
 * Electron revives the same page, which Playwright has given up by then: a new connection, through the port that
 * Playwright itself had Electron open, sees it afresh.
 */
async function revivedPage(userData: string): Promise<Page> {
  const [port, path] = (await readFile(join(userData, 'DevToolsActivePort'), 'utf8')).trim().split('\n');
  const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`, { isLocal: true });
  const [context] = browser.contexts();
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
  if (!page) throw new Error('Electron has no window');
  return page;
}

async function quit(app: ElectronApplication, exited: Promise<number>): Promise<number> {
  await app.close();
  return await exited;
}
