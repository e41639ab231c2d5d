import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Headless, type Pulse, startHeadless, startPulse } from '../src/index.ts';
import { expectSound } from '../support/ears.ts';
import { type Listener, openListener } from '../support/listener.ts';

/** Longer than what the page takes for a sleep (3 s), and than it waits for packets (4 s). */
const asleepMs = 5_000;

describe('the page on a phone that does more than show it', () => {
  let pulse: Pulse;
  let station: Headless;
  let phone: Listener | undefined;

  /** The phone of the tests before, which plays; a new one at first. */
  const listening = async (): Promise<Listener> => {
    if (phone) return phone;
    const opened = await open('plays');
    await opened.tapListen();
    await opened.expectState('playing');
    return opened;
  };
  const open = async (name: string): Promise<Listener> => {
    await phone?.close();
    phone = await openListener(pulse, station.link, name, { locale: 'en' });
    return phone;
  };

  beforeAll(async () => {
    pulse = await startPulse();
    station = await startHeadless('Masjid an-Noor');
  });
  afterAll(async () => {
    await phone?.close();
    await station?.close();
    await pulse?.stop();
  });

  test('that is offline plays on, says so, and is back by itself', async () => {
    const listener = await listening();
    const { page } = listener;
    const before = await listener.connection();
    await page.context().setOffline(true);
    // The browser keeps a socket that it has, so the page must be told to look at it.
    await page.locator('footer', { hasText: 'The sound goes on' }).waitFor({ timeout: 20_000 });
    await expectSound(pulse, listener.sink);
    await page.context().setOffline(false);
    await page.locator('footer', { hasText: 'behind' }).waitFor({ timeout: 20_000 });
    expect(await listener.connection()).toBe(before);
    await expectSound(pulse, listener.sink);
  });

  test('that was put to sleep and woken is heard again, with nobody’s help', async () => {
    const listener = await listening();
    const devtools = await listener.page.context().newCDPSession(listener.page);
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    await delay(asleepMs);
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await listener.expectState('playing');
    await expectSound(pulse, listener.sink);
  });

  test('that shows something else meanwhile goes on with the sound', async () => {
    const listener = await listening();
    const before = await listener.connection();
    const other = await listener.page.context().newPage();
    await other.goto('about:blank');
    await expectSound(pulse, listener.sink);
    await other.close();
    await listener.page.bringToFront();
    await listener.expectState('playing');
    expect(await listener.connection()).toBe(before);
  });

  test('that went elsewhere and back has a page that works', async () => {
    const listener = await listening();
    const { page } = listener;
    await page.goto('about:blank');
    await page.goBack();
    // Kept by the browser it plays by itself; loaded anew it wants its tap.
    await expect.poll(() => listener.main.getAttribute('data-state')).toMatch(/ready|playing/);
    if ((await listener.main.getAttribute('data-state')) === 'ready') await listener.tapListen();
    await listener.expectState('playing');
    await expectSound(pulse, listener.sink);
  });

  test('in pocket mode hears the stream over HTTP, and comes back from it', async () => {
    const listener = await listening();
    const { main, page } = listener;
    await page.locator('.choices summary').click();
    await page.locator('label:has(#pocket)').click();
    await expect.poll(() => main.getAttribute('data-by'), { timeout: 15_000 }).toBe('http');
    await expectSound(pulse, listener.sink);
    await page.locator('label:has(#pocket)').click();
    await expect.poll(() => main.getAttribute('data-by'), { timeout: 15_000 }).toBe('webrtc');
    await expectSound(pulse, listener.sink);
  });

  test('keeps what was chosen on the device, and nothing else', async () => {
    const listener = await open('kept');
    await listener.tapListen();
    await listener.expectState('playing');
    const { page } = listener;
    await page.locator('.choices summary').click();
    await page.locator('label:has(#tone)').click();
    await page.reload();
    await page.locator('.choices summary').click();
    expect(await page.locator('#tone').isChecked()).toBe(false);
    expect(await page.evaluate(() => Object.entries(localStorage))).toEqual([['mauzin.tone', 'off']]);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  });

  test('speaks to nobody but its service while it plays, by whatever way', async () => {
    const listener = await open('alone');
    const hosts = new Set<string>();
    listener.page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
    listener.page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol !== 'blob:') hosts.add(host);
    });
    await listener.page.goto(station.link);
    await listener.tapListen();
    await listener.expectState('playing');
    await listener.page.locator('.choices summary').click();
    await listener.page.locator('label:has(#pocket)').click();
    await expect.poll(() => listener.main.getAttribute('data-by'), { timeout: 15_000 }).toBe('http');
    expect([...hosts]).toEqual([new URL(station.link).host]);
  });
});
