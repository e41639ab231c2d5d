import type { DesktopState } from '@mauzin/desktop-contract';
import { directionOf } from '@mauzin/shared';
import { useEffect } from 'react';

import { AirPanel } from './air-panel.tsx';
import { Guide } from './guide/guide.tsx';
import { Header } from './header.tsx';
import { LinkPanel } from './link-panel.tsx';
import { PinDialog } from './lock/pin-dialog.tsx';
import { ProblemPlace } from './problem-bar.tsx';
import { RecordingsPage } from './recordings/recordings-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { SourceList } from './source-list.tsx';
import { useLanguage, useWindow } from './use-window.ts';

/** The window. What tests ask of the station stands on `<main>`. */
export function App() {
  const desktop = useWindow((state) => state.desktop);
  const asking = useWindow((state) => state.askingToStop);
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  if (!desktop) return <main aria-busy="true" />;
  const { air, audience, mix, recording } = desktop.engine;
  // A question from the tray or the shortcut comes before everything.
  const guide = desktop.guide && !desktop.lock.locked && !asking;
  return (
    <main
      data-air={air.name}
      data-state={desktop.status.name}
      data-alarm={desktop.alarms.map(({ name }) => name).join(' ')}
      data-sentinel={desktop.sentinel.name}
      data-recording={recording.name}
      data-mix={mix}
      data-hearing={audience.hearing}
      data-listeners={audience.open}
    >
      {guide ? <Guide desktop={desktop} /> : <Pages desktop={desktop} />}
    </main>
  );
}

function Pages({ desktop }: { readonly desktop: DesktopState }) {
  return (
    <>
      <Header desktop={desktop} />
      <ProblemPlace desktop={desktop} />
      <Page desktop={desktop} />
      <PinDialog />
    </>
  );
}

function Page({ desktop }: { readonly desktop: DesktopState }) {
  const page = useWindow((state) => state.page);
  const { locked } = desktop.lock;
  // What only the admin may see closes with the lock.
  if (locked || page === 'air') return <AirPage desktop={desktop} />;
  return page === 'recordings' ? <RecordingsPage desktop={desktop} /> : <SettingsPage desktop={desktop} />;
}

function AirPage({ desktop }: { readonly desktop: DesktopState }) {
  const { locked } = desktop.lock;
  return (
    <div className="columns">
      <SourceList locked={locked} mayMute={desktop.settings.operatorMayMute} />
      <div className="air-column">
        <AirPanel desktop={desktop} />
        <LinkPanel link={desktop.engine.link} code={desktop.carriedCode} locked={locked} />
      </div>
    </div>
  );
}
