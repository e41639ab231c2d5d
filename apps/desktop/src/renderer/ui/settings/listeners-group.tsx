import { stationNameSchema } from '@mauzin/desktop-contract';
import { limits, parseValue } from '@mauzin/shared';

import { FileSaver } from './file-saver.tsx';
import { LanguageOrder } from './language-order.tsx';
import { NetworkChoice } from './network-choice.tsx';
import { PrivateStation } from './private-station.tsx';
import { Section } from './section.tsx';
import { ServerForm } from './server-form.tsx';
import { TextField } from './text-field.tsx';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export function ListenersGroup() {
  const { desktop, replace } = useSettings();
  const { group, listeners: texts, problem } = useSettingsTexts();
  return (
    <>
      <Section untitled title={group.listeners}>
        <TextField
          label={texts.stationName}
          value={desktop.settings.station.name}
          maxLength={limits.nameChars}
          save={(name) =>
            parseValue(stationNameSchema, name).ok ? replace({ stationName: name }) : problem.nameMissing
          }
        />
        <NetworkChoice />
      </Section>
      <PrivateStation />
      <LanguageOrder />
      <Section title={texts.poster.name}>
        <FileSaver
          button={texts.savePoster}
          hint={texts.poster.hint}
          write={({ call }) => call('save-poster', undefined)}
        />
      </Section>
      <ServerForm />
    </>
  );
}
