import type { DesktopState } from '@mauzin/desktop-contract';
import { expect, test } from 'vitest';

import { freshDesktopState } from '../../../testing/fresh-desktop-state.ts';
import { createWindowStore } from '../../store.ts';
import { closeWithLock } from './close-with-lock.ts';

const withLock = (locked: boolean): DesktopState => ({
  ...freshDesktopState,
  lock: { pinSet: true, locked },
});

test('when the app locks itself, the window shows the air', () => {
  const store = createWindowStore();
  closeWithLock(store);
  store.setState({ desktop: withLock(false), page: 'settings' });
  store.setState({ desktop: withLock(true) });
  expect(store.getState().page).toBe('air');
});

test('a wish to see the settings while locked stays, so that the PIN is asked for', () => {
  const store = createWindowStore();
  closeWithLock(store);
  store.setState({ desktop: withLock(true) });
  store.setState({ page: 'settings' });
  store.setState({ desktop: withLock(true) });
  expect(store.getState().page).toBe('settings');
  store.setState({ desktop: withLock(false) });
  expect(store.getState().page).toBe('settings');
});
