export interface PageEvents {
  /** The network is back, or the page is looked at again. */
  readonly onWake: () => void;
  /** The page goes away for good. */
  readonly onLeave: () => void;
}

export function watchPage({ onWake, onLeave }: PageEvents): void {
  window.addEventListener('online', onWake);
  window.addEventListener('pageshow', onWake);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') onWake();
  });
  window.addEventListener('pagehide', (event) => {
    // A persisted page sleeps in the browser's cache and wakes with `pageshow`.
    if (!event.persisted) onLeave();
  });
}
