import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';

import { type Chromium, type ChromiumOptions, openChromium, type Pulse } from '../src/index.ts';

/** A phone: a browser of its own with the listener page, whose sound goes to a speaker of its own. */
export interface Listener {
  readonly page: Page;
  /** The phone's speaker, to be recorded. */
  readonly sink: string;
  readonly main: Locator;
  /** Taps the big button once the page offers to listen, now or when the broadcast begins. */
  tapListen(): Promise<void>;
  expectState(state: string, timeoutMs?: number): Promise<void>;
  /** The connection that carries the sound: the same id means the same peer connection. */
  connection(): Promise<string | null>;
  close(): Promise<void>;
}

export async function openListener(
  pulse: Pulse,
  link: string,
  name: string,
  options: Omit<ChromiumOptions, 'pulse' | 'sink'> = {},
): Promise<Listener> {
  const speaker = await pulse.addPhone(name);
  let chromium: Chromium;
  try {
    chromium = await openChromium({ ...options, pulse, sink: speaker.sink });
    await chromium.page.goto(link);
  } catch (error) {
    await speaker.remove();
    throw error;
  }
  const { page } = chromium;
  const main = page.locator('main');
  return {
    page,
    sink: speaker.sink,
    main,
    tapListen: () => page.getByRole('button', { name: /^Listen|^استمع/ }).click(),
    expectState: (state, timeoutMs = 10_000) =>
      expect.poll(() => main.getAttribute('data-state'), { timeout: timeoutMs }).toBe(state),
    connection: () => main.getAttribute('data-connection'),
    async close() {
      await chromium.close();
      await speaker.remove();
    },
  };
}
