import { type DesktopState, desktopTexts, guideTexts, stationNameSchema } from '@mauzin/desktop-contract';
import { languages, parseValue } from '@mauzin/shared';
import { type SubmitEvent, useState } from 'react';

import { useLanguage, useParts } from '../use-window.ts';
import { useStepFocus } from './use-step-focus.ts';

/** What the station is called before anybody gave it a name. */
const firstNames: ReadonlySet<string> = new Set(
  languages.map((language) => desktopTexts[language].firstStationName),
);

export function NameStep({
  desktop,
  onDone,
}: {
  readonly desktop: DesktopState;
  readonly onDone: () => void;
}) {
  const { bridge } = useParts();
  const texts = guideTexts[useLanguage()];
  const { name } = desktop.settings.station;
  const [value, setValue] = useState(firstNames.has(name) ? '' : name);
  const [refused, setRefused] = useState(false);
  const field = useStepFocus<HTMLInputElement>();
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const parsed = parseValue(stationNameSchema, value.trim());
    setRefused(!parsed.ok);
    if (!parsed.ok) return field.current?.focus();
    if (parsed.value !== name) await bridge.call('change-settings', { stationName: parsed.value });
    return onDone();
  };
  return (
    <form className="guide-step" onSubmit={(event) => void save(event)}>
      <label>
        <h2>{texts.name.question}</h2>
        <input
          ref={field}
          dir="auto"
          autoComplete="off"
          maxLength={80}
          value={value}
          placeholder={texts.name.example}
          aria-invalid={refused}
          aria-describedby="guide-name-refused"
          onChange={({ target }) => setValue(target.value)}
        />
      </label>
      <p id="guide-name-refused" className="guide-note attention" role="alert">
        {refused && texts.name.invalid}
      </p>
      <div className="guide-foot">
        <button type="submit" className="primary">
          {texts.next}
        </button>
      </div>
    </form>
  );
}
