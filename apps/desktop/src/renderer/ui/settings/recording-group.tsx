import { type DesktopBridge, recordingPeriods } from '@mauzin/desktop-contract';
import { useState } from 'react';

import { useAskMain } from '../lock/use-ask-main.ts';
import { useParts } from '../use-window.ts';
import { optionOf, RadioGroup } from './radio-group.tsx';
import { fieldLimits } from './field-limits.ts';
import { NumberField } from './number-field.tsx';
import { Section } from './section.tsx';
import { Switch } from './switch.tsx';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export function RecordingGroup() {
  const { change, desktop } = useSettings();
  const { group, recording: texts } = useSettingsTexts();
  const { keepDays, newFile, on } = desktop.settings.recording;
  return (
    <>
      <Section untitled title={group.recording}>
        <Switch
          {...texts.on}
          on={on}
          onSwitch={(now) => void change('recording', (was) => ({ ...was, on: now }))}
        />
        <ListLink />
      </Section>
      <RadioGroup
        legend={texts.newFile}
        options={recordingPeriods.map((period) => optionOf(period, texts.period[period]))}
        value={newFile}
        onChoose={(period) => void change('recording', (was) => ({ ...was, newFile: period }))}
      />
      <KeepFor keepDays={keepDays} />
      <Folder />
    </>
  );
}

function ListLink() {
  const { store } = useParts();
  const { recording: texts } = useSettingsTexts();
  return (
    <div className="settings-row action">
      <span className="settings-words">
        <span>{texts.list.name}</span>
        <span className="settings-hint">{texts.list.hint}</span>
      </span>
      <button type="button" className="plain" onClick={() => store.setState({ page: 'recordings' })}>
        {texts.show}
      </button>
    </div>
  );
}

/** What is offered at first to somebody who no longer keeps recordings for ever. */
const someDays = 30;

function KeepFor({ keepDays }: { readonly keepDays: number | null }) {
  const { change } = useSettings();
  const { recording: texts } = useSettingsTexts();
  const keep = (days: number | null) => change('recording', (was) => ({ ...was, keepDays: days }));
  return (
    <div className="keep-for">
      <RadioGroup
        legend={texts.keep}
        options={[
          { value: 'days', name: texts.keepFor },
          { value: 'ever', name: texts.keepForEver },
        ]}
        value={keepDays === null ? 'ever' : 'days'}
        onChoose={(choice) => void keep(choice === 'ever' ? null : someDays)}
      />
      {keepDays !== null && (
        <div className="settings-card">
          <NumberField
            whole
            label={texts.days}
            unit="day"
            value={keepDays}
            {...fieldLimits.keepDays}
            save={(days) => keep(days)}
          />
        </div>
      )}
    </div>
  );
}

function Folder() {
  const { desktop } = useSettings();
  const { button, problem, recording: texts } = useSettingsTexts();
  const ask = useAskMain();
  const [failed, setFailed] = useState(false);
  const { folder } = desktop.settings.recording;
  const call = async (name: 'choose-recordings-folder' | 'open-recordings-folder'): Promise<void> => {
    const answer = await ask((bridge: Pick<DesktopBridge, 'call'>) => bridge.call(name, undefined));
    setFailed(!answer.ok);
  };
  return (
    <Section title={texts.folder}>
      <div className="settings-row action">
        <span className="settings-words">
          {folder === null ? (
            <span>{texts.firstFolder}</span>
          ) : (
            <span className="settings-path">
              <bdi dir="ltr">{folder}</bdi>
            </span>
          )}
          {failed && (
            <span className="settings-error" role="alert">
              {problem.notSaved}
            </span>
          )}
        </span>
        <span className="settings-buttons">
          <button type="button" className="quiet" onClick={() => void call('open-recordings-folder')}>
            {button.open}
          </button>
          <button type="button" className="plain" onClick={() => void call('choose-recordings-folder')}>
            {button.choose}
          </button>
        </span>
      </div>
    </Section>
  );
}
