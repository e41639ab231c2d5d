import type { DesktopState } from '@mauzin/desktop-contract';

import type { WindowState } from '../store.ts';
import { LockControl } from './lock/lock-control.tsx';
import { Star } from './star.tsx';
import { useParts, useTexts, useWindow } from './use-window.ts';

/** The mosque's name, and the quiet links to what an admin needs. */
export function Header({ desktop }: { readonly desktop: DesktopState }) {
  const { store } = useParts();
  const { button } = useTexts();
  const page = useWindow((state) => state.page);
  const link = (to: WindowState['page'], label: string) => (
    <button type="button" className="quiet" onClick={() => store.setState({ page: to })}>
      {label}
    </button>
  );
  return (
    <header>
      <Star className="logo" />
      <h1 dir="auto" title={desktop.settings.station.name}>
        {desktop.settings.station.name}
      </h1>
      {page !== 'air' && !desktop.lock.locked && link('air', button.back)}
      {page === 'air' && !desktop.lock.locked && link('recordings', button.recordings)}
      <LockControl desktop={desktop} />
    </header>
  );
}
