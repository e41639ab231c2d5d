import type { WindowStore } from '../../store.ts';

/**
 * When the app is locked, what only the admin may see gives way to the air: nobody who is about to go live should first have
 * to put a question away. Returns what ends it.
 */
export const closeWithLock = (store: WindowStore): (() => void) =>
  store.subscribe((now, before) => {
    const lockedNow = now.desktop?.lock.locked === true && before.desktop?.lock.locked === false;
    if (lockedNow && now.page !== 'air') store.setState({ page: 'air' });
  });
