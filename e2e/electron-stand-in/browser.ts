import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Frame, type Page, type Request, type Route } from 'playwright';
import { HOST_SUFFIX, toAppUrl } from './custom-scheme.ts';
import { serveSchemes } from './scheme-server.ts';
import { settings } from './settings.ts';

/** What a page says to main, through the one binding it has (page-prelude.ts). */
export interface PageCall {
  readonly kind:
    | 'invoke'
    | 'send'
    | 'window-open'
    | 'permission'
    | 'microphone'
    | 'output'
    | 'check'
    | 'display-media';
  readonly name: string;
  readonly args: readonly unknown[];
}

export type PageReply = { readonly ok: unknown } | { readonly error: string };

/** The page's end of it: asks main and waits for its answer; throws main's error. */
export type Ask = (kind: PageCall['kind'], name: string, ...args: readonly unknown[]) => Promise<unknown>;

export interface BrowserEvents {
  /** A page calls main. */
  call(page: Page, frame: Frame, call: PageCall): Promise<PageReply>;
  /** A main frame is about to go somewhere; false stops it. */
  mayNavigate(page: Page, url: string): boolean;
}

let context: BrowserContext | undefined;
let events: BrowserEvents | undefined;

/** The windows' side, which this side must not import: it is the other way round. */
export function onBrowserEvents(handlers: BrowserEvents): void {
  events = handlers;
}

/** The Chromium that shows the windows. Its profile is the app's alone. */
export async function launchBrowser(profile: string, switches: readonly string[]): Promise<void> {
  const { port: schemePort } = await serveSchemes();
  context = await chromium.launchPersistentContext(profile, {
    executablePath: settings.chromium,
    headless: true,
    viewport: null,
    locale: settings.locale,
    permissions: ['microphone'], // the session's handlers decide, not Chromium
    ignoreDefaultArgs: ['--mute-audio'],
    args: [
      ...settings.chromiumArgs,
      `--host-resolver-rules=MAP *${HOST_SUFFIX} 127.0.0.1:${schemePort}`,
      '--remote-debugging-port=0', // a second door, for the test
      '--autoplay-policy=no-user-gesture-required', // Electron's default
      ...switches,
    ],
  });
  await context.exposeBinding('__standIn', async ({ page, frame }, call: PageCall) => {
    return (await events?.call(page, frame, call)) ?? { error: 'no window' };
  });
  await context.route(() => true, handleRoute);
  const [port, path] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').trim().split('\n');
  process.send?.({ type: 'stand-in:ready', endpoint: `ws://127.0.0.1:${port}${path}` });
}

export function browserContext(): BrowserContext {
  if (!context) throw new Error('Cannot create BrowserWindow before app is ready');
  return context;
}

/**
 * Ends the pages' processes by force: whoever hangs in a script obeys nothing else. All of them, since Chromium does not tell
 * whose is whose; the app has one window.
 */
export async function killRenderers(): Promise<void> {
  const session = await browserContext().browser()?.newBrowserCDPSession();
  if (!session) throw new Error('The browser cannot be asked');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  for (const { id, type } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL');
}

export async function closeBrowser(): Promise<void> {
  await context?.close().catch(() => undefined);
}

async function handleRoute(route: Route): Promise<void> {
  const request = route.request();
  if (request.isNavigationRequest() && !mayNavigate(request)) {
    await route.abort('aborted').catch(() => undefined);
  } else {
    await route.continue().catch(() => undefined); // the page may have gone meanwhile
  }
}

function mayNavigate(request: Request): boolean {
  const url = toAppUrl(request.url());
  let frame: Frame;
  try {
    frame = request.frame();
  } catch {
    return false; // a window that a page opened past its prelude: it is closed, so let it load nothing
  }
  if (frame.parentFrame() !== null) return true;
  return events?.mayNavigate(frame.page(), url) ?? false;
}
