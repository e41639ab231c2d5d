import { fill } from '@mauzin/desktop-contract';
import { type Language, languageNames, languages } from '@mauzin/shared';

import { type Option, RadioGroup } from './radio-group.tsx';
import { FileSaver } from './file-saver.tsx';
import { PinSection } from './pin-section.tsx';
import { Section } from './section.tsx';
import { UpdateSection } from './update-section.tsx';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export function ComputerGroup() {
  const { change, desktop } = useSettings();
  const { computer: texts } = useSettingsTexts();
  const options: readonly Option<Language | null>[] = [
    { value: null, name: texts.systemLanguage },
    ...languages.map((value) => ({ value, name: languageNames[value], lang: value })),
  ];
  return (
    <>
      <PinSection />
      <RadioGroup
        compact
        legend={texts.language}
        options={options}
        value={desktop.settings.language}
        onChoose={(value) => void change('language', () => value)}
      />
      <UpdateSection />
      <Section title={texts.diagnostics.name}>
        <FileSaver
          button={texts.saveDiagnostics}
          hint={texts.diagnostics.hint}
          write={async ({ call }) => call('save-diagnostics', await deviceNames())}
        />
      </Section>
      <p className="settings-version">{fill(texts.version, { version: desktop.version })}</p>
    </>
  );
}

/** The contract's limits of what is told with the diagnostics. */
const maxNames = 64;
const maxNameChars = 256;

/** What the sound devices are called: a helper's first question. */
async function deviceNames(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.slice(0, maxNames).map(({ kind, label }) => `${kind}: ${label}`.slice(0, maxNameChars));
}
