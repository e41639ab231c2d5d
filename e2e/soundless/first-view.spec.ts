import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import {
  createSignalService,
  generateBroadcasterKey,
  hashBroadcasterKey,
  type SignalService,
} from '@mauzin/signal';
import { listenerTexts } from '@mauzin/shared';
import type { BrowserContext, Page, Route } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type Chromium, openChromium, phoneContext, type PhoneOptions } from '../src/index.ts';

const pagesDir = join(import.meta.dirname, '..', '..', 'apps', 'listener', 'dist');
const keyHashes = [hashBroadcasterKey(generateBroadcasterKey())];
const stations = [
  { slug: 'noor', name: 'Masjid an-Noor', language: 'ar', keyHashes },
  { slug: 'huda', name: 'مسجد الهدى والفرقان', language: 'ar', keyHashes },
];
const main = /\/assets\/(?:index|receiver)-[\w-]+\.js$/;

let service: SignalService;
let url = '';
let chromium: Chromium;
let context: BrowserContext | undefined;

beforeAll(async () => {
  service = createSignalService({ stations, host: '127.0.0.1', port: 0, pagesDir });
  ({ url } = await service.listen());
  chromium = await openChromium();
});
afterEach(async () => {
  await context?.close();
  context = undefined;
});
afterAll(async () => {
  await chromium?.close();
  await service?.close();
});

/** A page that has seen nothing before: in a context of its own it has neither storage nor cache. */
async function open(options: PhoneOptions = {}): Promise<Page> {
  context = await chromium.browser.newContext(phoneContext({ locale: 'en', ...options }));
  return context.newPage();
}

/** Keeps what the page asks for waiting. */
async function hold(
  page: Page,
  pattern: string | RegExp,
): Promise<{ asked: Promise<void>; release(): Promise<void> }> {
  const held: Route[] = [];
  let released = false;
  let noteAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (noteAsked = resolve));
  await page.route(pattern, async (route) => {
    noteAsked();
    if (released) return route.continue();
    held.push(route);
    return undefined;
  });
  return {
    asked,
    async release() {
      released = true;
      for (const route of held) await route.continue();
    },
  };
}

const isPaused = (sound: HTMLElement): boolean => (sound as HTMLAudioElement).paused;

/** The style sheet is there: before that, nothing is shown. */
const styled = (page: Page) =>
  expect
    .poll(() => page.locator('.big').evaluate((button) => getComputedStyle(button).borderRadius))
    .toBe('50%');

/** Where everything that can be seen lies, and what it says. */
const layout = (page: Page) =>
  page.evaluate(() =>
    // What is folded up is not seen, and drawn later.
    [
      ...document.querySelectorAll(
        '#page :not(details:not([open]) > :not(summary), details:not([open]) > :not(summary) *)',
      ),
    ].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const text = element.children.length === 0 ? element.textContent : '';
      return [element.tagName, element.getAttribute('class'), x, y, width, height, text].join(' ');
    }),
  );

/** All that jumped since the page began, as Chromium counts it (Layout Instability, W3C). */
const shifted = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(
            list.getEntries().reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0),
          ),
        ).observe({ type: 'layout-shift', buffered: true });
        // Nothing is told where nothing shifted: two frames later it would have been.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(0))));
      }),
  );

describe('before its script, the page', () => {
  test.each([
    ['en', '/s/noor', 360],
    ['ar', '/s/huda', 360],
    ['ur', '/s/noor', 320],
    ['bn', '/s/noor', 820],
    ['en', '/embed/noor', 360],
    ['ar', '/embed/huda', 360],
    ['en', '/s/nowhere', 360],
  ])('is what it will be: the script moves nothing (%s, %s, %i px)', async (locale, path, width) => {
    const page = await open({ locale, viewport: { width, height: 740 } });
    const script = await hold(page, main);
    await page.goto(`${url}${path}`, { waitUntil: 'commit' });
    await script.asked;
    await styled(page);
    await page.locator('.big').evaluate((button) => Object.assign(button, { drawn: true }));
    const before = await layout(page);
    expect(before.length).toBeGreaterThan(8);
    await script.release();
    await page.locator('html[data-scripted]').waitFor({ state: 'attached' });
    await expect.poll(() => layout(page)).toEqual(before);
    expect(await page.locator('.big').evaluate((button) => 'drawn' in button)).toBe(true);
    expect(await shifted(page)).toBe(0);
  });

  test('is a receiver whose clock begins without moving anything', async () => {
    const page = await open({ viewport: { width: 820, height: 1180 } });
    const script = await hold(page, main);
    await page.goto(`${url}/s/noor?receiver`, { waitUntil: 'commit' });
    await script.asked;
    await styled(page);
    await script.release();
    await page.locator('html[data-scripted]').waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('.clock').innerText()).toMatch(/\d:\d\d/);
    expect(await shifted(page)).toBe(0);
  });

  test('obeys its security policy, and asks nobody else', async () => {
    const page = await open();
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('blob:')) hosts.add(new URL(request.url()).origin);
    });
    for (const path of ['/s/noor', '/s/noor?receiver', '/embed/noor']) {
      await page.goto(`${url}${path}`, { waitUntil: 'networkidle' });
      await page.locator('html[data-scripted]').waitFor({ state: 'attached' });
    }
    expect([[...hosts], complaints]).toEqual([[url], []]);
    expect(await page.context().cookies()).toEqual([]);
  });

  test('is there with its name, state and button while the script is on its way, and WebRTC comes beside it', async () => {
    const page = await open();
    const script = await hold(page, main);
    const webrtc = page.waitForResponse('**/assets/peer-*.js');
    await page.goto(`${url}/s/noor`, { waitUntil: 'commit' });
    await script.asked;
    expect((await webrtc).status()).toBe(200);
    expect(await page.locator('h1').textContent()).toBe('Masjid an-Noor');
    expect(await page.locator('.word').textContent()).toBe(listenerTexts.en.state.waiting);
    expect(await page.getByRole('button').first().isVisible()).toBe(true);
    await script.release();
  });

  test('keeps a tap that comes too early', async () => {
    const page = await open();
    const script = await hold(page, main);
    await page.goto(`${url}/s/noor`, { waitUntil: 'commit' });
    await script.asked;
    const button = page.locator('.big-listen');
    await button.tap();
    expect(await button.getAttribute('aria-busy')).toBe('true');
    expect(await page.locator('html').getAttribute('data-tapped')).toBe('');
    await script.release();
    await page.locator('.big-stop').waitFor();
    await expect.poll(() => page.locator('#sound').evaluate(isPaused)).toBe(false);
    expect(await page.locator('[aria-busy]').count()).toBe(0);
    expect(await page.locator('html').getAttribute('data-tapped')).toBeNull();
  });

  test('says so where the script does not come', async () => {
    const page = await open();
    await page.route(main, (route) => route.abort());
    await page.goto(`${url}/s/noor`);
    const unread = page.locator('.unread');
    const opacity = (): Promise<string> => unread.evaluate((element) => getComputedStyle(element).opacity);
    expect(await opacity()).toBe('0');
    const session = await page.context().newCDPSession(page);
    await session.send('Animation.enable');
    await session.send('Animation.setPlaybackRate', { playbackRate: 1_000 });
    await expect.poll(opacity).toBe('1');
    expect(await unread.textContent()).toMatch(/^The page has not loaded/);
  });
});

describe('a language that was chosen before', () => {
  /** What was seen in each frame since the page began. */
  const seen = (page: Page) =>
    page.evaluate(() => (globalThis as unknown as { seen: { dir: string; words: string }[] }).seen);

  async function openAgain(page: Page): Promise<void> {
    await page.goto(`${url}/s/noor`);
    await page.getByLabel('Language').selectOption('ar');
    await page.locator('html[dir=rtl]').waitFor();
    await page.addInitScript(() => {
      const seen: { dir: string; words: string }[] = [];
      Object.assign(globalThis, { seen });
      const look = (): void => {
        const visible = [...document.querySelectorAll<HTMLElement>('.word, .hint, .big, footer')];
        // Text that is hidden is not in innerText.
        if (visible.length > 0)
          seen.push({
            dir: document.documentElement.dir,
            words: visible
              .map((one) => one.innerText)
              .join(' ')
              .trim(),
          });
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }

  test('is there from the first frame: nothing turns, nothing is read in another', async () => {
    const page = await open({ locale: 'en' });
    await openAgain(page);
    const texts = await hold(page, '**/texts/ar.json');
    await page.reload({ waitUntil: 'commit' });
    await texts.asked;
    await page.locator('html[data-scripted]').waitFor({ state: 'attached' });
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(await page.locator('.big').isVisible()).toBe(true);
    expect(await page.locator('.word').isVisible()).toBe(false);
    await texts.release();
    await expect.poll(() => page.locator('.word').innerText()).toBe(listenerTexts.ar.state.waiting);
    const frames = await seen(page);
    expect(frames.length).toBeGreaterThan(1);
    expect(new Set(frames.map(({ dir }) => dir))).toEqual(new Set(['rtl']));
    expect(frames.filter(({ words }) => /[a-z]/i.test(words))).toEqual([]);
    expect(await page.locator('html[data-turned]').count()).toBe(0);
  });

  test('is asked for early, and once', async () => {
    const page = await open({ locale: 'en' });
    await openAgain(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const script = await hold(page, main);
    await page.reload({ waitUntil: 'commit' });
    await page.waitForResponse('**/texts/ar.json');
    await script.release();
    await expect.poll(() => page.locator('.word').innerText()).toBe(listenerTexts.ar.state.waiting);
    expect(asked.filter((path) => path.startsWith('/texts/'))).toEqual(['/texts/ar.json']);
  });

  test('gives way to the drawn one where its words do not come', async () => {
    const page = await open({ locale: 'en' });
    await openAgain(page);
    await page.route('**/texts/ar.json', (route) => route.abort());
    await page.reload();
    await expect.poll(() => page.locator('.word').innerText()).toBe(listenerTexts.en.state.waiting);
    expect(await page.locator('html').getAttribute('dir')).toBe('ltr');
  });
});

test('without scripts a plain player is there, and no button that does nothing', async () => {
  context = await chromium.browser.newContext({ javaScriptEnabled: false, locale: 'en' });
  const page = await context.newPage();
  await page.goto(`${url}/s/noor`);
  expect(await page.locator('h1').textContent()).toBe('Masjid an-Noor');
  const player = page.locator('noscript audio');
  expect([await player.isVisible(), await player.getAttribute('src')]).toEqual([
    true,
    '/live/noor.webm?filled=1',
  ]);
  expect(await page.locator('.big').isVisible()).toBe(false);
  expect(await page.locator('.unread').isVisible()).toBe(false);
});

describe("in the mosque's own site", () => {
  let site: Server;
  let siteUrl = '';
  beforeEach(async () => {
    site = createServer((request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<h1>Our mosque</h1><iframe src="${url}${request.url}" allow="autoplay"></iframe>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    // Another host than the service's, or it would be the same site.
    siteUrl = `http://localhost:${(site.address() as AddressInfo).port}`;
  });
  afterEach(() => void site.close());

  test('the small player stands in a frame, and can be tapped', async () => {
    const page = await open();
    await page.goto(`${siteUrl}/embed/noor`);
    const frame = page.frameLocator('iframe');
    await frame.locator('html[data-mode=embed][data-scripted]').waitFor({ state: 'attached' });
    await frame.locator('.big-listen').tap();
    await frame.locator('.big-stop').waitFor();
    await expect.poll(() => frame.locator('#sound').evaluate(isPaused)).toBe(false);
  });

  test('the page itself does not', async () => {
    const page = await open();
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.goto(`${siteUrl}/s/noor`);
    await refused;
    expect(await page.frameLocator('iframe').locator('.big').count()).toBe(0);
  });
});
