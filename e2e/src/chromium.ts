import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright';
import type { Pulse } from './pulse.ts';

/** What a phone's page can tell of the phone. */
export interface PhoneOptions {
  /** In CSS pixels. A small viewport is a phone: it also gets touch. Default 360 × 740. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** BCP 47, what the page reads as the person's language. */
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  /** Lets pages capture without asking. A listener page never needs it. */
  readonly mayCapture?: boolean;
}

export interface ChromiumOptions extends PhoneOptions {
  /** Where the browser captures and plays; without it, it has no sound devices at all. */
  readonly pulse?: Pulse;
  /** The sink it plays into ({@link Pulse.addPhone}); default: the speakers. One sink, one Chromium. */
  readonly sink?: string;
  /** Lets sound start without a tap. Listener pages are to be tested with the browser's own policy (default). */
  readonly autoplay?: 'policy-of-the-browser' | 'always';
  readonly args?: readonly string[];
  /** What to start in place of {@link chromiumPath}, as a script that starts it on another network. */
  readonly program?: string;
}

export interface Chromium {
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** The first page, blank. */
  readonly page: Page;
  /** Harmless when repeated. */
  close(): Promise<void>;
}

const PHONE = { width: 360, height: 740 };

/** Where Chromium is; MAUZIN_CHROMIUM points at another one. */
export function chromiumPath(): string {
  return process.env['MAUZIN_CHROMIUM'] ?? '/usr/bin/chromium';
}

/** What every Chromium of the harness is started with, the one under the desktop app included. */
export function chromiumArgs(): string[] {
  const asRoot = process.getuid?.() === 0;
  return [
    ...(asRoot ? ['--no-sandbox'] : []), // Chromium's sandbox refuses to run as root
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--allow-loopback-in-peer-connection',
  ];
}

/**
 * Starts a Chromium of its own: its sound goes where it is told, and nothing of it outlives `close()`.
 * Beware: Playwright's `page.evaluate` counts as a tap, and so unlocks sound.
 */
export async function openChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  const { pulse, sink } = options;
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...process.env, ...pulse?.env })) {
    if (value !== undefined) env[name] = value;
  }
  if (sink !== undefined) env['PULSE_SINK'] = sink;
  const browser = await chromium.launch({
    executablePath: options.program ?? chromiumPath(),
    headless: true,
    env,
    ignoreDefaultArgs: ['--mute-audio'],
    args: [
      ...chromiumArgs(),
      ...(options.autoplay === 'always' ? ['--autoplay-policy=no-user-gesture-required'] : []),
      ...(options.args ?? []),
    ],
  });
  try {
    const context = await browser.newContext(phoneContext(options));
    const page = await context.newPage();
    return { browser, context, page, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** For one more phone in the same Chromium, where tests need no sound of its own: a browser takes a second to start. */
export function phoneContext(options: PhoneOptions): BrowserContextOptions {
  const { viewport = PHONE, locale, colorScheme, mayCapture = false } = options;
  return {
    viewport,
    hasTouch: viewport.width < 600,
    ...(locale === undefined ? {} : { locale }),
    ...(colorScheme === undefined ? {} : { colorScheme }),
    permissions: mayCapture ? ['microphone'] : [],
  };
}
