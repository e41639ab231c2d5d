import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { Pulse } from './pulse.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';

export interface FirefoxOptions {
  /** Where Firefox plays. */
  readonly pulse: Pulse;
  /** The sink it plays into ({@link Pulse.addPhone}); default: the speakers. One sink, one Firefox. */
  readonly sink?: string;
  /** In CSS pixels. Default 360 × 740. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** BCP 47, what the page reads as the person's language. */
  readonly locale?: string;
}

export interface Firefox {
  readonly browser: Browser;
  readonly page: Page;
  /** Harmless when repeated. */
  close(): Promise<void>;
}

const PHONE = { width: 360, height: 740 };

/** Where Firefox is; MAUZIN_FIREFOX points at another one. */
export function firefoxPath(): string {
  return process.env['MAUZIN_FIREFOX'] ?? '/usr/bin/firefox-esr';
}

/**
 * Starts a Firefox of its own, steered by WebDriver BiDi, with a profile that is removed with it. Its rule for sound is the
 * browser's own: none before a tap, and what a script does is none.
 */
export async function openFirefox(options: FirefoxOptions): Promise<Firefox> {
  const { pulse, sink, viewport = PHONE, locale = 'en' } = options;
  const home = await makeTemporaryDir('firefox');
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await removeTemporaryDir(home);
  };
  try {
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefoxPath(),
      headless: true,
      userDataDir: home,
      // A Firefox of root's refuses a home that is somebody else's, and writes caches into it.
      env: { ...process.env, ...pulse.env, HOME: home, ...(sink === undefined ? {} : { PULSE_SINK: sink }) },
      extraPrefsFirefox: preferences(locale),
      defaultViewport: { ...viewport, hasTouch: false },
    });
    const [page = await browser.newPage()] = await browser.pages();
    return { browser, page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const preferences = (locale: string): Record<string, string | number | boolean> => ({
  'intl.accept_languages': locale,
  // As where nothing was changed: blocked until a tap. Said here, since test profiles tend to allow everything.
  'media.autoplay.default': 1,
  'media.autoplay.blocking_policy': 0,
  // The station is on this machine.
  'media.peerconnection.ice.loopback': true,
});
