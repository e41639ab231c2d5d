import type { Page } from 'playwright';

/** Before the page is opened: keeps hold of its socket, for {@link offerAnew}. */
export const holdSocket = `{
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    globalThis.pageSocket = this;
    return send.call(this, data);
  };
}`;

/**
 * Makes the station offer its sound once more to a page that hears it. The page did not ask, so that it must take the new
 * connection in place of the one that it has, as with another route. Resolves once it has.
 */
export async function offerAnew(page: Page, timeoutMs = 10_000): Promise<void> {
  const main = page.locator('main');
  const before = await main.getAttribute('data-connection');
  if (before === null) throw new Error('The page hears nothing that could be replaced');
  await page.evaluate(() => {
    const { pageSocket } = globalThis as { pageSocket?: WebSocket };
    pageSocket?.send(JSON.stringify({ type: 'listen', connection: null }));
  });
  await page.waitForFunction(
    (old) => {
      const now = document.querySelector('main')?.getAttribute('data-connection');
      return now !== null && now !== undefined && now !== old;
    },
    before,
    { timeout: timeoutMs },
  );
}
