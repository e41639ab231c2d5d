import { pageLanguageNames, pageLanguages, type PageLanguage } from '@mauzin/shared';

import type { ListenerState } from '../core/state.ts';
import { figuresLine } from './figures.ts';
import { Icon } from './icons.tsx';
import { LevelStar } from './level-star.tsx';
import type { PageState } from './store.ts';
import { Volume } from './volume.tsx';
import { type ButtonAction, type Words, wordsFor } from './words.ts';

export interface PageActions extends Readonly<Record<ButtonAction, () => void>> {
  /** 0..1 */
  readonly setVolume: (volume: number) => void;
  readonly speak: (language: PageLanguage) => void;
  /** Loudness now, 0..1 of full scale. */
  readonly readLevel: () => number;
}

const nothing = (): void => undefined;
/** Of a page that nobody can use yet. */
export const noActions: PageActions = {
  listen: nothing,
  stop: nothing,
  reload: nothing,
  setVolume: nothing,
  speak: nothing,
  readLevel: () => 0,
};

export interface ViewProps {
  readonly page: PageState;
  readonly actions: PageActions;
}

export function View({ page, actions }: ViewProps) {
  const { language, session, station, texts, volume } = page;
  const words = wordsFor(session, texts);
  const connection = ('connection' in session && session.connection) || undefined;
  return (
    <main data-state={session.name} data-mode={page.mode} data-connection={connection}>
      <header>
        <h1 dir="auto">{station?.name ?? 'Mauzin'}</h1>
        <Languages current={language} label={texts.listener.language} onChoose={actions.speak} />
      </header>
      <Status words={words} />
      <div className="dial">
        <LevelStar moving={session.name === 'playing'} readLevel={actions.readLevel} />
        <BigButton button={words.button} actions={actions} />
      </div>
      <div className="below">
        {volume !== null && hasSound(session) && (
          <Volume label={texts.listener.volume} value={volume} onChange={actions.setVolume} />
        )}
      </div>
      <footer>{quietLine(page)}</footer>
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

function BigButton({ button, actions }: Pick<ViewProps, 'actions'> & Pick<Words, 'button'>) {
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

interface LanguagesProps {
  readonly current: PageLanguage;
  readonly label: string;
  readonly onChoose: (language: PageLanguage) => void;
}

/** The system's own list: large on every phone, and known to everybody. */
function Languages({ current, label, onChoose }: LanguagesProps) {
  const choose = (value: string): void => {
    const chosen = pageLanguages.find((language) => language === value);
    if (chosen) onChoose(chosen);
  };
  return (
    <select
      className="languages"
      aria-label={label}
      value={current}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {pageLanguages.map((language) => (
        <option key={language} value={language} lang={language}>
          {pageLanguageNames[language]}
        </option>
      ))}
    </select>
  );
}

function hasSound({ name }: ListenerState): boolean {
  return name === 'playing' || name === 'blocked';
}

function quietLine({ session, language, texts }: PageState): string {
  const { privacy, hint } = texts.listener;
  if (session.name !== 'playing') return privacy;
  if (!session.online) return hint.offline;
  return session.figures ? figuresLine(session.figures, language, texts) : privacy;
}
