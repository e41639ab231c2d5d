export interface PageEvents {
  /** The page is looked at again, or the network is back or another one (`networkChanged`). */
  readonly onWake: (networkChanged: boolean) => void;
  /** The page goes away for good. */
  readonly onLeave: () => void;
}

/** What a page is told of its life, and of its network where the browser tells (Network Information API, a draft). */
export interface WatchedPage {
  readonly window: EventTarget;
  readonly document: EventTarget & { readonly visibilityState: DocumentVisibilityState };
  readonly connection?: (EventTarget & { readonly type?: string }) | undefined;
}

const thisPage = (): WatchedPage => ({
  window,
  document,
  connection: (navigator as Navigator & Pick<WatchedPage, 'connection'>).connection,
});

export function watchPage({ onWake, onLeave }: PageEvents, page: WatchedPage = thisPage()): void {
  const { window: browser, document: shown, connection } = page;
  let network = connection?.type;
  browser.addEventListener('online', () => onWake(true));
  // It also tells of each new guess at the speed.
  connection?.addEventListener('change', () => {
    onWake(connection.type !== network);
    network = connection.type;
  });
  // Out of the browser's cache of pages, or out of being frozen (Page Lifecycle, a draft).
  browser.addEventListener('pageshow', () => onWake(false));
  shown.addEventListener('resume', () => onWake(false));
  shown.addEventListener('visibilitychange', () => {
    if (shown.visibilityState === 'visible') onWake(false);
  });
  browser.addEventListener('pagehide', (event) => {
    // A persisted page sleeps in that cache and wakes with `pageshow`: only the person's *Stop* stops it.
    if (!('persisted' in event && event.persisted)) onLeave();
  });
}
