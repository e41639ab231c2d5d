/** What browsers of Android tell of the network (Network Information API, a draft). */
interface NetworkInformation {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/** Whether the network is slow, or its owner has asked to save data. Browsers that tell nothing count as fast. */
export function suggestsSaver(browser: Navigator): boolean {
  const { connection } = browser as Navigator & { readonly connection?: NetworkInformation };
  return connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? '');
}

/** False while the browser says that there is no network at all; it tells when there is one again. */
export const networkThere = (browser: Navigator): boolean => browser.onLine;
