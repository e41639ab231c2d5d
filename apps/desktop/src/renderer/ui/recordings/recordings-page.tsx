import type { DesktopState, Recording, RecordingState } from '@mauzin/desktop-contract';
import { useEffect, useId, useRef, useState } from 'react';

import { useAskMain } from '../lock/use-ask-main.ts';
import { useEscape } from '../settings/use-escape.ts';
import { useSettingsTexts } from '../settings/use-settings-texts.ts';
import { useParts } from '../use-window.ts';
import { RecordingRow } from './recording-row.tsx';
import { useRecordings } from './use-recordings.ts';

/** What was broadcast, newest first: to be heard, or thrown away. */
export function RecordingsPage({ desktop }: { readonly desktop: DesktopState }) {
  const { store } = useParts();
  const { recordings: texts } = useSettingsTexts();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const { list, look, remove, unreadable } = useRecordings(desktop.engine.recording);
  useEscape(() => store.setState({ page: 'air' }));
  // The page is new: whoever works with the keyboard or a screen reader goes on from here.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="recordings-page" aria-labelledby={id}>
      <div className="recordings-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {texts.title}
        </h2>
        <OpenFolder />
        <button type="button" className="quiet" onClick={() => store.setState({ page: 'settings' })}>
          {texts.settings}
        </button>
      </div>
      {desktop.wantsLive && list && list.length > 0 && <p className="settings-hint">{texts.onAir}</p>}
      {unreadable && (
        <div className="recordings-empty" role="alert">
          <p>{texts.unreadable}</p>
          <button type="button" className="plain" onClick={look}>
            {texts.again}
          </button>
        </div>
      )}
      {list?.length === 0 && <Empty on={desktop.settings.recording.on} />}
      {list && list.length > 0 && <List list={list} now={desktop.engine.recording} onRemove={remove} />}
    </section>
  );
}

interface ListProps {
  readonly list: readonly Recording[];
  readonly now: RecordingState;
  readonly onRemove: (name: string) => Promise<boolean>;
}

function List({ list, now, onRemove }: ListProps) {
  const [playing, setPlaying] = useState<string | null>(null);
  return (
    <ul className="settings-card">
      {list.map((recording) => (
        <RecordingRow
          key={recording.name}
          recording={recording}
          now={now}
          playing={playing === recording.name}
          onPlay={() => setPlaying(recording.name)}
          onRemove={() => onRemove(recording.name)}
        />
      ))}
    </ul>
  );
}

function Empty({ on }: { readonly on: boolean }) {
  const { recordings: texts } = useSettingsTexts();
  return (
    <div className="recordings-empty">
      <p className="recordings-none">{texts.empty}</p>
      <p className="settings-hint">{on ? texts.emptyHint : texts.emptyOff}</p>
    </div>
  );
}

function OpenFolder() {
  const { recordings: texts } = useSettingsTexts();
  const ask = useAskMain();
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => void ask(({ call }) => call('open-recordings-folder', undefined))}
    >
      {texts.openFolder}
    </button>
  );
}
