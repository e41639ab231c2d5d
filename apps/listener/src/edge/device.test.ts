import { afterEach, describe, expect, it, vi } from 'vitest';

import { defaultChoices } from '../view/store.ts';
import { inAppBrowser, intentLink } from './in-app-browser.ts';
import { Kept, type KeptStorage } from './kept.ts';
import { suggestsSaver } from './network.ts';
import { loadTexts } from './page-texts.ts';

const android = 'Mozilla/5.0 (Linux; Android 12; SM-A125F';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36';

describe("another app's browser", () => {
  it.each([
    ['Facebook', `${android}) ${chrome} [FB_IAB/FB4A;FBAV/440.0.0.0;]`],
    ['Messenger', `${android}) ${chrome} [FB_IAB/Orca-Android;FBAV/440.0.0.0;]`],
    ['Instagram', `${android} Build/SP1A; wv) ${chrome} Instagram 312.0.0.0 Android`],
    ['TikTok', `${android}) ${chrome} musical_ly_2023 BytedanceWebview/d8a21c6`],
    ['Snapchat', `${android}) ${chrome} Snapchat/12.60 (like Safari/8613)`],
    ['Line', `${android}) ${chrome} Line/13.19.1`],
    ['WeChat', `${android}) ${chrome} MicroMessenger/8.0.43`],
    ['Telegram', `${android}) ${chrome} Telegram-Android/10.5`],
    ['X', `${android}) ${chrome} TwitterAndroid`],
    ['LinkedIn', `${android}) ${chrome} LinkedInApp`],
    ['any other', `${android} Build/SP1A; wv) AppleWebKit/537.36 Version/4.0 ${chrome}`],
  ])('is known on Android: %s', (_app, userAgent) => {
    expect(inAppBrowser(userAgent)).toEqual({ system: 'android' });
  });

  it.each([
    ['Facebook', `${iphone} Mobile/20F66 [FBAN/FBIOS;FBAV/420.0]`],
    ['Messenger', `${iphone} Mobile/20F66 [FBAN/MessengerForiOS;FBAV/420.0]`],
    ['Instagram', `${iphone} Mobile/20F66 Instagram 289.0.0.0`],
    ['Line', `${iphone} Mobile/20F66 Safari Line/13.19`],
    ['Snapchat', `${iphone} Version/16.5 Mobile/20F66 Safari/604.1 Snapchat/12.60`],
    ['any other', `${iphone} Mobile/20F66`],
  ])('is known on an iPhone: %s', (_app, userAgent) => {
    expect(inAppBrowser(userAgent)).toEqual({ system: 'ios' });
  });

  it.each([
    ['Chrome, its custom tabs too', `${android}) ${chrome}`],
    ['Samsung', `${android}) ${chrome.replace('Chrome', 'SamsungBrowser/23.0 Chrome')}`],
    ['Firefox', 'Mozilla/5.0 (Android 13; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0'],
    ['Safari', `${iphone} Version/16.5 Mobile/15E148 Safari/604.1`],
    ['Chrome on an iPhone', `${iphone} CriOS/120.0 Mobile/15E148 Safari/604.1`],
    ['a computer', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36'],
    ['Online/', `${android}) ${chrome} Online/1`],
  ])('is none: %s', (_browser, userAgent) => {
    expect(inAppBrowser(userAgent)).toBeNull();
  });

  it("is left by a link to the system's own, to the same address", () => {
    const at = { protocol: 'https:', host: 'mosque.example:8443', pathname: '/s/noor', search: '?lang=ar' };
    expect(intentLink(at)).toMatch(
      /^intent:\/\/mosque\.example:8443\/s\/noor\?lang=ar#Intent;scheme=https;.*;end$/,
    );
    expect(intentLink({ ...at, protocol: 'http:' })).toContain(';scheme=http;');
  });
});

describe('what is kept on the device', () => {
  const storage = (): KeptStorage => {
    const values = new Map<string, string>();
    return {
      getItem: (name) => values.get(name) ?? null,
      setItem: (name, value) => void values.set(name, value),
      removeItem: (name) => void values.delete(name),
    };
  };

  it('is what was chosen: the language, the choices, the code of each station', () => {
    const device = storage();
    const before = new Kept(() => device);
    before.language = 'bn';
    before.keepChoices({ rendition: 'saver', tone: false });
    before.keepCode('noor', 'blue gate');
    before.keepAnswered('pocket');
    before.receiver('noor').write(true);
    before.renewal.write(1_790_000_000_000);

    const after = new Kept(() => device);
    expect(after.language).toBe('bn');
    expect(after.choices(defaultChoices)).toEqual({ rendition: 'saver', pocket: false, tone: false });
    expect([after.code('noor'), after.code('huda')]).toEqual(['blue gate', null]);
    expect(after.wasAnswered('pocket')).toBe(true);
    expect([after.receiver('noor').read(), after.receiver('huda').read()]).toEqual([true, false]);
    expect(after.renewal.read()).toBe(1_790_000_000_000);

    after.keepCode('noor', null);
    after.receiver('noor').write(false);
    expect([before.code('noor'), before.receiver('noor').read()]).toEqual([null, false]);
  });

  it('is nothing where nothing was, or what nobody can read', () => {
    const device = storage();
    const kept = new Kept(() => device);
    device.setItem('mauzin.language', 'tlh');
    device.setItem('mauzin.rendition', 'huge');
    device.setItem('mauzin.tone', 'perhaps');
    device.setItem('mauzin.renewed', 'soon');
    expect([kept.language, kept.code('noor'), kept.renewal.read()]).toEqual([null, null, null]);
    expect(kept.choices(defaultChoices)).toEqual(defaultChoices);
  });

  it('is not missed where storage is denied', () => {
    const kept = new Kept(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    kept.language = 'ar';
    kept.keepCode('noor', 'blue gate');
    expect([kept.language, kept.code('noor')]).toEqual([null, null]);
    expect(kept.choices(defaultChoices)).toEqual(defaultChoices);
  });
});

describe('the network', () => {
  const browser = (connection?: object): Navigator => ({ connection }) as unknown as Navigator;

  it('is slow when it says so, or when its owner saves', () => {
    expect(suggestsSaver(browser({ effectiveType: '3g' }))).toBe(true);
    expect(suggestsSaver(browser({ effectiveType: 'slow-2g' }))).toBe(true);
    expect(suggestsSaver(browser({ effectiveType: '4g', saveData: true }))).toBe(true);
    expect(suggestsSaver(browser({ effectiveType: '4g' }))).toBe(false);
    expect(suggestsSaver(browser())).toBe(false);
  });
});

describe('the words of another language', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const answer = (body: unknown, status = 200): void => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status })));
  };

  it('come whole, or not at all', async () => {
    const texts = { listener: { volume: 'Ses' }, failures: {} };
    answer(texts);
    expect(await loadTexts('tr')).toEqual(texts);
    answer({ listener: {} });
    await expect(loadTexts('tr')).rejects.toThrow('not whole');
    answer(texts, 503);
    await expect(loadTexts('tr')).rejects.toThrow('503');
  });
});
