import { type Language, languageNames, languages, listenerTexts } from '@mauzin/shared';
import { useStore } from 'zustand';

import type { ListenerState } from '../core/state.ts';
import { figuresLine } from './figures.ts';
import { Icon } from './icons.tsx';
import { LevelStar } from './level-star.tsx';
import type { PageStore } from './store.ts';
import { Volume } from './volume.tsx';
import { type ButtonAction, type Words, wordsFor } from './words.ts';

export interface PageProps {
  readonly store: PageStore;
  /** Null where there is no such station. */
  readonly stationName: string | null;
  readonly actions: Readonly<Record<ButtonAction, () => void>>;
  readonly onVolume: (volume: number) => void;
  readonly onLanguage: (language: Language) => void;
  readonly readLevel: () => number;
}

export function Page({ store, stationName, actions, onVolume, onLanguage, readLevel }: PageProps) {
  const { session, language, volume } = useStore(store);
  const words = wordsFor(session, language);
  const connection = 'connection' in session ? session.connection : undefined;
  return (
    <main data-state={session.name} data-connection={connection}>
      <header>
        <h1 dir="auto">{stationName ?? 'Mauzin'}</h1>
        <Languages current={language} onChoose={onLanguage} />
      </header>
      <Status words={words} />
      <div className="dial">
        <LevelStar moving={session.name === 'playing'} readLevel={readLevel} />
        <BigButton button={words.button} actions={actions} />
      </div>
      <div className="below">
        {volume !== null && hasSound(session) && (
          <Volume label={listenerTexts[language].volume} value={volume} onChange={onVolume} />
        )}
      </div>
      <footer>{quietLine(session, language)}</footer>
    </main>
  );
}

function Status({ words }: { words: Words }) {
  return (
    <output className="status">
      <span className="word">
        <Icon name={words.icon} />
        {words.state}
      </span>
      <span className="hint">{words.hint}</span>
    </output>
  );
}

function BigButton({ button, actions }: Pick<PageProps, 'actions'> & Pick<Words, 'button'>) {
  if (!button) {
    return (
      <span className="big big-none">
        <Icon name="blocked" />
      </span>
    );
  }
  return (
    <button type="button" className={`big big-${button.action}`} onClick={actions[button.action]}>
      <Icon name={button.icon} />
      <span>{button.label}</span>
    </button>
  );
}

/** The system's own list: large on every phone, and known to everybody. */
function Languages({ current, onChoose }: { current: Language; onChoose: (language: Language) => void }) {
  const choose = (value: string): void => {
    const chosen = languages.find((language) => language === value);
    if (chosen) onChoose(chosen);
  };
  return (
    <select
      className="languages"
      aria-label={listenerTexts[current].language}
      value={current}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {languages.map((language) => (
        <option key={language} value={language} lang={language}>
          {languageNames[language]}
        </option>
      ))}
    </select>
  );
}

function hasSound({ name }: ListenerState): boolean {
  return name === 'playing' || name === 'blocked';
}

function quietLine(session: ListenerState, language: Language): string {
  const { privacy, hint } = listenerTexts[language];
  if (session.name !== 'playing') return privacy;
  if (!session.online) return hint.offline;
  return session.figures ? figuresLine(session.figures, language) : privacy;
}
