import { directionOf } from '@mauzin/shared';
import { useEffect } from 'react';

import { screenState } from '../screen-state.ts';
import { AirPanel } from './air-panel.tsx';
import { Header } from './header.tsx';
import { LinkPanel } from './link-panel.tsx';
import { ProblemBar } from './problem-bar.tsx';
import { SettingsPage } from './settings-page.tsx';
import { SourceList } from './source-list.tsx';
import { useWindow } from './use-window.ts';

/** The window. */
export function App() {
  const desktop = useWindow((state) => state.desktop);
  const page = useWindow((state) => state.page);
  const studio = useWindow((state) => state.studio);
  const language = desktop?.language ?? 'en';
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  if (!desktop) return <main aria-busy="true" />;
  const { air, audience, mix } = desktop.engine;
  return (
    <main
      data-air={air.name}
      data-state={screenState(desktop, studio)}
      data-mix={mix}
      data-hearing={audience.hearing}
      data-listeners={audience.open}
    >
      <ProblemBar desktop={desktop} />
      <Header name={desktop.settings.station.name} />
      {page === 'settings' ? (
        <SettingsPage desktop={desktop} />
      ) : (
        <div className="columns">
          <SourceList />
          <div className="air-column">
            <AirPanel desktop={desktop} />
            <LinkPanel link={desktop.engine.link} />
          </div>
        </div>
      )}
    </main>
  );
}
