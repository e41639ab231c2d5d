import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import {
  openChromium,
  type Pulse,
  record,
  rmsDbfs,
  type SignalServer,
  startPulse,
  startSignalServer,
} from '../src/index.ts';
import { type Headless, startHeadless } from '../support/headless.ts';
import { expectSound } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

const budgetBytes = 45_000;
const text = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).textContent()) ?? '';

describe('the listener page without a broadcast', () => {
  let pulse: Pulse;
  let server: SignalServer;
  let phone: Listener | undefined;

  beforeAll(async () => {
    pulse = await startPulse();
    server = await startSignalServer();
  });

  afterEach(async () => {
    await phone?.close();
    phone = undefined;
  });

  afterAll(async () => {
    await server?.close();
    await pulse?.stop();
  });

  test('of a station that does not exist says so, and what to do', async () => {
    phone = await openListener(pulse, `${server.url}/s/nowhere`, 'stranger', { locale: 'en' });
    await phone.expectState('gone');
    expect(await text(phone.page, '.hint')).toBe('There is no such station. Check the link.');
    await phone.page.getByRole('button', { name: 'Try again' }).waitFor();
  });

  test('speaks to nobody but its service, and weighs little', async () => {
    const chromium = await openChromium({ locale: 'en' });
    try {
      const { page } = chromium;
      const hosts = new Set<string>();
      const sizes: Promise<number>[] = [];
      page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
      page.on('request', (request) => {
        const { protocol, host } = new URL(request.url());
        if (protocol !== 'blob:') hosts.add(host);
      });
      page.on('requestfinished', (request) => {
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      });
      await page.goto(server.link);
      await page.locator('main[data-state=waiting]').waitFor();
      await page.waitForLoadState('networkidle');
      expect([...hosts]).toEqual([new URL(server.url).host]);
      const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      expect(total).toBeGreaterThan(10_000);
      expect(total).toBeLessThanOrEqual(budgetBytes);
    } finally {
      await chromium.close();
    }
  });

  test('in Arabic is mirrored, and its button works', async () => {
    phone = await openListener(pulse, server.link, 'arabic', { locale: 'ar' });
    await phone.expectState('waiting');
    expect(await phone.page.locator('html').getAttribute('dir')).toBe('rtl');
    await phone.page.getByRole('button', { name: 'استمع عند البدء' }).tap();
    await phone.page.getByRole('button', { name: 'إيقاف' }).waitFor();
    expect(await text(phone.page, '.hint')).toBe('سيبدأ الصوت تلقائيًا مع بدء البثّ.');
  });

  test('keeps the language that was chosen when it is loaded again', async () => {
    phone = await openListener(pulse, server.link, 'chooser', { locale: 'en' });
    const html = phone.page.locator('html');
    await phone.expectState('waiting');
    expect(await html.getAttribute('dir')).toBe('ltr');
    await phone.page.getByLabel('Language').selectOption({ label: 'العربية' });
    await expect.poll(() => html.getAttribute('dir')).toBe('rtl');
    await phone.page.reload();
    await phone.page.getByLabel('اللغة').waitFor();
    expect(await html.getAttribute('lang')).toBe('ar');
  });
});

describe('the listener page while a station is on the air', () => {
  let pulse: Pulse;
  let station: Headless;
  let phone: Listener | undefined;

  const open = async (name: string, locale = 'en'): Promise<Listener> => {
    phone = await openListener(pulse, station.link, name, { locale });
    return phone;
  };

  beforeAll(async () => {
    pulse = await startPulse();
    station = await startHeadless('Masjid an-Noor');
  });

  afterEach(async () => {
    await phone?.close();
    phone = undefined;
  });

  afterAll(async () => {
    await station?.close();
    await pulse?.stop();
  });

  test('stops and listens again, as often as one likes', async () => {
    const listener = await open('again');
    await listener.expectState('ready');
    await listener.tapListen();
    await listener.expectState('playing');
    await listener.page.getByRole('button', { name: 'Stop' }).tap();
    await listener.expectState('ready');
    await listener.tapListen();
    await listener.expectState('playing');
    await expectSound(pulse, listener.sink);
  });

  test('shows with its star that sound comes', async () => {
    const listener = await open('star');
    const star = listener.page.locator('.star polygon');
    await listener.expectState('ready');
    const atRest = await star.getAttribute('points');
    await listener.tapListen();
    await listener.expectState('playing');
    await expect.poll(() => star.getAttribute('points'), { timeout: 10_000 }).not.toBe(atRest);
    await listener.page.getByRole('button', { name: 'Stop' }).tap();
    await expect.poll(() => star.getAttribute('points')).toBe(atRest);
  });

  test('turned down, it is quiet; turned up, it is heard again', async () => {
    const listener = await open('volume');
    await listener.tapListen();
    await listener.expectState('playing');
    await expectSound(pulse, listener.sink);
    const volume = listener.page.getByRole('slider', { name: 'Volume' });
    await volume.fill('0');
    const ears = await record(pulse, [listener.sink]);
    await expect.poll(() => rmsDbfs(ears.latest(listener.sink, 500))).toBeLessThan(-70);
    await ears.stop();
    await volume.fill('100');
    await expectSound(pulse, listener.sink);
  });

  test('that the browser lets not play asks for one more tap', async () => {
    const chromium = await openChromium({ pulse, locale: 'en' });
    try {
      const { page } = chromium;
      // Whatever else a test asks of a page counts as a tap for the browser, so the page itself tells.
      const told: string[] = [];
      page.on('console', (message) => told.push(message.text()));
      await page.addInitScript(() => {
        setInterval(() => {
          const state = document.querySelector('main')?.dataset['state'];
          console.log(state);
          if (state === 'ready') document.querySelector<HTMLElement>('button.big')?.click();
        }, 100);
      });
      await page.goto(station.link);
      await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe('blocked');
      await page.touchscreen.tap(180, 400);
      await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe('playing');
    } finally {
      await chromium.close();
    }
  });

  test('notices within seconds that nothing comes any more, and plays again by itself when it does', async () => {
    const listener = await open('paused');
    await listener.tapListen();
    await listener.expectState('playing');
    station.pause();
    try {
      await listener.expectState('reconnecting');
    } finally {
      station.resume();
    }
    await listener.expectState('playing', 20_000);
    await expectSound(pulse, listener.sink);
  });

  test('plays again by itself when the station’s machine lost its power and is back', async () => {
    const listener = await open('power');
    await listener.tapListen();
    await listener.expectState('playing');
    await station.kill();
    await listener.expectState('reconnecting');
    await station.start();
    await listener.expectState('playing', 20_000);
    await expectSound(pulse, listener.sink);
  });
});
