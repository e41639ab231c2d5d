import type { BrowserContext, CDPSession, Page } from 'playwright';

import type { ReadyWatch } from '../pages/watch-for-ready.ts';

/** What one visit with an empty cache costs. */
export interface Load {
  /** First contentful paint (W3C Paint Timing), ms since the navigation began. */
  readonly firstContentfulPaintMs: number;
  /** The page offers its button, and its script has taken the button's taps, ms since the navigation began. */
  readonly readyMs: number;
  /** Everything that was loaded until the page fell quiet, bodies as they were transferred. */
  readonly bytes: number;
  readonly requests: number;
}

/** A phone as Lighthouse's: *slow 4G*, and a processor four times slower than this one. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const CPU_SLOWDOWN = 4;
const READY_LIMIT_MS = 30_000;

/** Opens a page with an empty cache on a slow phone, and closes it again. `watchForReady` is the script of that name. */
export async function measureLoad(
  context: BrowserContext,
  link: string,
  watchForReady: string,
): Promise<Load> {
  const page = await context.newPage();
  try {
    const cdp = await context.newCDPSession(page);
    await throttle(cdp);
    const traffic = countTraffic(page);
    await page.addInitScript({ content: watchForReady });
    await page.goto(link, { waitUntil: 'commit' });
    await page.waitForFunction(isReady, null, { timeout: READY_LIMIT_MS });
    await page.waitForLoadState('networkidle');
    return { ...(await timesOf(page)), ...(await traffic()) };
  } finally {
    await page.close();
  }
}

async function throttle(cdp: CDPSession): Promise<void> {
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
}

/** Counts from now on; what it returns sums up, once everything has been received. */
function countTraffic(page: Page): () => Promise<Pick<Load, 'bytes' | 'requests'>> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (!/^https?:/.test(request.url())) return;
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return async () => {
    const bytes = await Promise.all(sizes);
    return { bytes: bytes.reduce((sum, size) => sum + size, 0), requests: bytes.length };
  };
}

const timesOf = (page: Page): Promise<Pick<Load, 'firstContentfulPaintMs' | 'readyMs'>> =>
  page.evaluate(() => ({
    firstContentfulPaintMs:
      performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    readyMs: (globalThis as ReadyWatch).readyAtMs ?? Number.NaN,
  }));

const isReady = (): boolean => (globalThis as ReadyWatch).readyAtMs !== undefined;
