import { fill, type ServerChoice } from '@mauzin/desktop-contract';
import { type SubmitEvent, useId, useState } from 'react';

import { formatPlain } from '../../numbers.ts';
import { useLanguage } from '../use-window.ts';
import { RadioGroup } from './radio-group.tsx';
import { fieldLimits } from './field-limits.ts';
import { serverChoiceOf, fieldsOf, type ServerField, type ServerFields } from './server-fields.ts';
import { useSettingsTexts } from './use-settings-texts.ts';
import { useSettings } from './use-settings.ts';

const kinds = ['inside', 'remote'] as const;

/**
 * Where listeners meet the station. The one setting that is not saved field by field: an address without its key, or with
 * another station's, would end what listeners hear.
 */
export function ServerForm() {
  const { desktop, replace } = useSettings();
  const { button, listeners: texts } = useSettingsTexts();
  const saved = fieldsOf(desktop.settings.server);
  const [fields, setFields] = useState(saved);
  const [fault, setFault] = useState<ServerField | null>(null);
  const change = (part: Partial<ServerFields>): void => setFields({ ...fields, ...part });
  const changed = (['kind', ...fieldNames[fields.kind]] as const).some(
    (name) => fields[name] !== saved[name],
  );
  const send = async (server: ServerChoice): Promise<void> => {
    if ((await replace({ server })) === 'saved') setFields(fieldsOf(server));
  };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const result = serverChoiceOf(fields);
    setFault(result.ok ? null : result.fault);
    if (result.ok) void send(result.choice);
  };
  return (
    <form className="server-form" noValidate onSubmit={save}>
      <RadioGroup
        legend={texts.server.name}
        hint={texts.server.hint}
        options={kinds.map((value) => ({ value, name: texts.kind[value] }))}
        value={fields.kind}
        onChoose={(kind) => change({ kind })}
      />
      <div className="settings-card">
        {fieldNames[fields.kind].map((name) => (
          <FormField
            key={name}
            name={name}
            text={fields[name]}
            faulty={fault === name}
            onType={(text) => change({ [name]: text })}
          />
        ))}
        <div className="settings-row action">
          <button type="submit" className="plain" disabled={!changed}>
            {button.save}
          </button>
        </div>
      </div>
    </form>
  );
}

const fieldNames: Record<ServerFields['kind'], readonly ServerField[]> = {
  inside: ['port'],
  remote: ['url', 'station', 'key'],
};

interface FormFieldProps {
  readonly name: ServerField;
  readonly text: string;
  readonly faulty: boolean;
  readonly onType: (text: string) => void;
}

function FormField({ faulty, name, onType, text }: FormFieldProps) {
  const { listeners: texts } = useSettingsTexts();
  const id = useId();
  const fault = useFault(name);
  return (
    <div className="settings-row field">
      <label htmlFor={id}>{texts.field[name]}</label>
      <input
        id={id}
        dir="ltr"
        type={name === 'key' ? 'password' : 'text'}
        inputMode={name === 'url' ? 'url' : name === 'port' ? 'numeric' : 'text'}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={faulty}
        aria-describedby={`${id}about`}
        value={text}
        onChange={(event) => onType(event.target.value)}
      />
      <span id={`${id}about`}>
        {faulty && (
          <span className="settings-error" role="alert">
            {fault}
          </span>
        )}
        {name === 'key' && !faulty && <span className="settings-hint">{texts.keyHint}</span>}
      </span>
    </div>
  );
}

/** What to do about a field that cannot be sent as it is. */
function useFault(name: ServerField): string {
  const language = useLanguage();
  const { problem } = useSettingsTexts();
  const { max, min } = fieldLimits.port;
  const faults: Record<ServerField, string> = {
    port: fill(problem.range, { min: formatPlain(language, min), max: formatPlain(language, max) }),
    url: problem.address,
    station: problem.station,
    key: problem.key,
  };
  return faults[name];
}
