import type { Page } from 'playwright';

const READY_LIMIT_MS = 15_000;

/** Opens the listener page and waits until it offers to listen. */
export async function openStation(page: Page, link: string): Promise<void> {
  await page.addInitScript(() => {
    addEventListener('pointerdown', () => Object.assign(globalThis, { tappedAt: Date.now() }), {
      capture: true,
    });
  });
  await page.goto(link);
  await page.locator('main[data-state="ready"]').waitFor({ timeout: READY_LIMIT_MS });
}

/** Taps *Listen*, and returns when the page was touched, ms since 1970. */
export async function tapListen(page: Page): Promise<number> {
  await page.locator('button.big').tap();
  return page.evaluate(() => (globalThis as unknown as { tappedAt: number }).tappedAt);
}
