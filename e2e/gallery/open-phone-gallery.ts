import { join } from 'node:path';

import { createSignalService, generateBroadcasterKey, hashBroadcasterKey } from '@mauzin/signal';
import type { PageLanguage } from '@mauzin/shared';
import type { BrowserContext, Page } from 'playwright';

import { openChromium } from '../src/index.ts';
import { ScriptedService, type ServiceScript } from './scripted-service.ts';
import { openTone } from './tone.ts';

const pagesDir = join(import.meta.dirname, '..', '..', 'apps', 'listener', 'dist');

export interface PhoneLook {
  readonly language: PageLanguage;
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

/** A phone of today, one of the smallest still in use, and a tablet both ways. */
export const phoneSizes = {
  phone: { width: 360, height: 740 },
  small: { width: 320, height: 568 },
  tablet: { width: 820, height: 1180 },
  wide: { width: 1180, height: 820 },
} as const;

/** One thing the phone's page can show. */
export interface PhoneScene extends ServiceScript {
  /** Also the name of its picture. */
  readonly name: string;
  /** Default: the station's page. */
  readonly path?: string;
  readonly userAgent?: string;
  /** Runs in the page before anything else, so it stands alone. */
  readonly before?: () => void;
  /** Brings the page to what is to be seen, and waits until it is. */
  readonly act?: (phone: Phone) => Promise<void>;
}

export interface Phone {
  readonly page: Page;
  readonly service: ScriptedService;
  /** What the page says of itself. */
  expectState(state: string): Promise<void>;
  /** The same scene in another look: chosen on the page where that can be done, else the page is loaded anew. */
  turn(look: PhoneLook): Promise<void>;
  close(): Promise<void>;
}

export interface PhoneGallery {
  /** Shows a scene in a browser context of its own. Close the phone afterwards. */
  show(scene: PhoneScene, look: PhoneLook): Promise<Phone>;
  close(): Promise<void>;
}

/** The page as the real service draws it, with a service that is a script behind its socket. */
export async function openPhoneGallery(): Promise<PhoneGallery> {
  const station = {
    name: 'Masjid an-Noor',
    language: 'en',
    keyHashes: [hashBroadcasterKey(generateBroadcasterKey())],
  };
  const service = createSignalService({
    stations: [
      { ...station, slug: 'noor' },
      {
        ...station,
        slug: 'long',
        name: 'Islamisches Zentrum und Moschee der Barmherzigkeit am Alten Markt 17',
      },
    ],
    pagesDir,
    port: 0,
    host: '127.0.0.1',
  });
  const { url } = await service.listen();
  const chromium = await openChromium({
    autoplay: 'always',
    // Between two pages of one browser, addresses need no hiding.
    args: ['--disable-features=WebRtcHideLocalIpsWithMdns'],
  });
  const openContext = (
    scene: PhoneScene,
    { colorScheme, language, viewport }: PhoneLook,
  ): Promise<BrowserContext> =>
    chromium.browser.newContext({
      viewport,
      colorScheme,
      locale: language,
      hasTouch: true,
      reducedMotion: 'reduce',
      // Looks are made by style sheets of the tests' own.
      bypassCSP: true,
      ...(scene.userAgent === undefined ? {} : { userAgent: scene.userAgent }),
    });
  const toneForPhone = await openTone(chromium.page);
  return {
    async show(scene, look) {
      const context = await openContext(scene, look);
      const page = await context.newPage();
      if (scene.before) await page.addInitScript(scene.before);
      const scripted = await ScriptedService.open(page, scene, toneForPhone());
      const address = new URL(scene.path ?? '/s/noor', url);
      let now = look;
      const phone: Phone = {
        page,
        service: scripted,
        expectState: async (state) => {
          await page.locator(`main[data-state="${state}"]`).waitFor();
        },
        async turn(next) {
          if (next.viewport !== now.viewport) await page.setViewportSize(next.viewport);
          if (next.colorScheme !== now.colorScheme)
            await page.emulateMedia({ colorScheme: next.colorScheme });
          if (next.language !== now.language) await speak(next.language);
          now = next;
        },
        async close() {
          await context.close();
          await scripted.close();
        },
      };
      const open = async (): Promise<void> => {
        await page.goto(address.href);
        await page.bringToFront();
        await scene.act?.(phone);
      };
      const speak = async (language: PageLanguage): Promise<void> => {
        const choice = page.locator('.languages');
        if ((await choice.count()) > 0) {
          await choice.selectOption(language);
          await page.locator(`html[lang=${language}]:not([data-turned])`).waitFor({ state: 'attached' });
          return;
        }
        await scripted.begin();
        // A receiver remembers its tap, and would need none.
        await page.evaluate(() => {
          localStorage.clear();
          sessionStorage.clear();
        });
        address.searchParams.set('lang', language);
        await open();
      };
      try {
        await open();
        return phone;
      } catch (error) {
        await phone.close();
        throw error;
      }
    },
    async close() {
      await chromium.close();
      await service.close();
    },
  };
}
