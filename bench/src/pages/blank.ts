import type { Page } from 'playwright';

/** Any page of a secure context: without one there is no capture. */
const BLANK = 'http://localhost/';

/** An empty page that may capture and play, without any server. */
export async function openBlank(page: Page): Promise<void> {
  await page.route(BLANK, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Bench' }),
  );
  await page.goto(BLANK);
}
