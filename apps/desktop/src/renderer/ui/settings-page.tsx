import {
  type DesktopState,
  languageNames,
  languages,
  opusPresetNames,
  type Language,
  type OpusPresetName,
  parseValue,
  stationNameSchema,
} from '@mauzin/shared';
import { type SubmitEvent, useState } from 'react';

import { ServerForm } from './server-form.tsx';
import { useParts, useTexts } from './use-window.ts';

/** A page of its own, grouped as people ask. */
export function SettingsPage({ desktop }: { readonly desktop: DesktopState }) {
  return (
    <div className="settings">
      <StationName name={desktop.settings.station.name} />
      <ServerForm server={desktop.settings.server} />
      <Quality preset={desktop.settings.preset} />
      <LanguageChoice language={desktop.settings.language} />
    </div>
  );
}

function StationName({ name }: { readonly name: string }) {
  const { bridge } = useParts();
  const texts = useTexts();
  const [value, setValue] = useState(name);
  const parsed = parseValue(stationNameSchema, value.trim());
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    if (parsed.ok) void bridge.call('change-settings', { stationName: parsed.value });
  };
  return (
    <form onSubmit={save}>
      <label>
        {texts.settings.stationName}
        <input dir="auto" value={value} maxLength={80} onChange={(event) => setValue(event.target.value)} />
      </label>
      <button type="submit" className="plain" disabled={!parsed.ok || value.trim() === name}>
        {texts.button.save}
      </button>
    </form>
  );
}

function Quality({ preset }: { readonly preset: OpusPresetName }) {
  const { bridge } = useParts();
  const texts = useTexts();
  return (
    <fieldset>
      <legend>{texts.settings.quality}</legend>
      {opusPresetNames.map((name) => (
        <label key={name} className="choice">
          <input
            type="radio"
            name="quality"
            checked={name === preset}
            onChange={() => void bridge.call('change-settings', { preset: name })}
          />
          {texts.quality[name]}
        </label>
      ))}
    </fieldset>
  );
}

const choices: readonly (Language | null)[] = [null, ...languages];

function LanguageChoice({ language }: { readonly language: Language | null }) {
  const { bridge } = useParts();
  const texts = useTexts();
  return (
    <fieldset>
      <legend>{texts.settings.language}</legend>
      {choices.map((choice) => (
        <label key={choice ?? 'system'} className="choice">
          <input
            type="radio"
            name="language"
            checked={choice === language}
            onChange={() => void bridge.call('change-settings', { language: choice })}
          />
          {choice === null ? texts.settings.systemLanguage : languageNames[choice]}
        </label>
      ))}
    </fieldset>
  );
}
