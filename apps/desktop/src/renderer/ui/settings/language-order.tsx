import { type Language, languageNames, languages } from '@mauzin/shared';
import { useId, useRef } from 'react';

import { openByKey } from '../open-by-key.ts';
import { Section } from './section.tsx';
import { maxStationLanguages, movedUp } from './station-languages.ts';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

/** The congregation's languages in their order: one to three, the station's own first. */
export function LanguageOrder() {
  const { change, desktop } = useSettings();
  const { listeners: texts } = useSettingsTexts();
  const { stationLanguages: chosen } = desktop.settings;
  const list = useRef<HTMLOListElement>(null);
  const set = (now: Language[]): void => {
    // The button that was pressed may be gone with its row: the keyboard goes on from the list.
    void change('stationLanguages', () => now).then(() => list.current?.focus());
  };
  return (
    <Section title={texts.languages.name} hint={texts.languages.hint}>
      <ol ref={list} className="language-order" tabIndex={-1}>
        {chosen.map((language, index) => (
          <LanguageRow
            key={language}
            language={language}
            first={index === 0}
            onUp={() => set(movedUp(chosen, language))}
            onRemove={chosen.length > 1 ? () => set(chosen.filter((other) => other !== language)) : null}
          />
        ))}
      </ol>
      <AddLanguage chosen={chosen} onAdd={(language) => set([...chosen, language])} />
    </Section>
  );
}

interface LanguageRowProps {
  readonly language: Language;
  readonly first: boolean;
  readonly onUp: () => void;
  /** Null: the last language stays. */
  readonly onRemove: (() => void) | null;
}

function LanguageRow({ first, language, onRemove, onUp }: LanguageRowProps) {
  const { button, listeners: texts } = useSettingsTexts();
  const name = languageNames[language];
  return (
    <li className="settings-row action">
      <span className="settings-words">
        <span lang={language}>{name}</span>
        {first && <span className="settings-hint">{texts.own}</span>}
      </span>
      <span className="settings-buttons">
        {!first && (
          <button type="button" className="quiet" aria-label={`${button.up}: ${name}`} onClick={onUp}>
            {button.up}
          </button>
        )}
        {onRemove && (
          <button type="button" className="quiet" aria-label={`${button.remove}: ${name}`} onClick={onRemove}>
            {button.remove}
          </button>
        )}
      </span>
    </li>
  );
}

interface AddLanguageProps {
  readonly chosen: readonly Language[];
  readonly onAdd: (language: Language) => void;
}

function AddLanguage({ chosen, onAdd }: AddLanguageProps) {
  const { listeners: texts } = useSettingsTexts();
  const id = useId();
  const others = languages.filter((language) => !chosen.includes(language));
  if (chosen.length >= maxStationLanguages || others.length === 0) return null;
  return (
    <div className="settings-row field">
      <select
        onKeyDown={openByKey}
        id={id}
        aria-label={texts.addLanguage}
        value=""
        onChange={(event) => {
          const added = others.find((language) => language === event.target.value);
          if (added) onAdd(added);
        }}
      >
        <option value="" disabled>
          {texts.addLanguage}
        </option>
        {others.map((language) => (
          <option key={language} value={language} lang={language}>
            {languageNames[language]}
          </option>
        ))}
      </select>
    </div>
  );
}
