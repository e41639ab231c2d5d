import { type SubmitEvent, useEffect, useId, useRef, useState } from 'react';

import { maxPinDigits, newPin, pinDigits } from '../lock/pin.ts';
import { useAskMain } from '../lock/use-ask-main.ts';
import { FieldError } from './field-error.tsx';
import { Section } from './section.tsx';
import { Switch } from './switch.tsx';
import { useEscape } from './use-escape.ts';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

/** The PIN that the settings are behind: set, changed, taken away. */
export function PinSection() {
  const { change, desktop } = useSettings();
  const { button, computer: texts, problem } = useSettingsTexts();
  const ask = useAskMain();
  const [typing, setTyping] = useState(false);
  const [failed, setFailed] = useState(false);
  const { pinSet } = desktop.lock;
  const set = async (pin: string | null): Promise<void> => {
    const answer = await ask(({ call }) => call('set-pin', pin));
    setFailed(!answer.ok);
    if (answer.ok) setTyping(false);
  };
  return (
    <Section title={texts.pin}>
      <div className="settings-row action">
        <span className="settings-words">
          <span className="settings-hint">{pinSet ? texts.withPin : texts.withoutPin}</span>
          {failed && (
            <span className="settings-error" role="alert">
              {problem.notSaved}
            </span>
          )}
        </span>
        {!typing && (
          <span className="settings-buttons">
            {pinSet && (
              <button
                type="button"
                className="quiet"
                aria-label={texts.removePin}
                onClick={() => void set(null)}
              >
                {button.remove}
              </button>
            )}
            <button type="button" className="plain" onClick={() => setTyping(true)}>
              {pinSet ? texts.changePin : texts.setPin}
            </button>
          </span>
        )}
      </div>
      {typing && <PinForm onPin={set} onCancel={() => setTyping(false)} />}
      {pinSet && (
        <Switch
          {...texts.operatorMayMute}
          on={desktop.settings.operatorMayMute}
          onSwitch={(on) => void change('operatorMayMute', () => on)}
        />
      )}
    </Section>
  );
}

interface PinFormProps {
  readonly onPin: (pin: string) => Promise<void>;
  readonly onCancel: () => void;
}

function PinForm({ onCancel, onPin }: PinFormProps) {
  const { button, computer: texts, problem } = useSettingsTexts();
  const [pins, setPins] = useState<readonly [string, string]>(['', '']);
  const [fault, setFault] = useState<'pinLength' | 'pinsDiffer' | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEscape(onCancel);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const result = newPin(...pins);
    setFault(result.ok ? null : result.fault);
    if (result.ok) void onPin(result.pin);
  };
  return (
    <form ref={form} noValidate onSubmit={save}>
      <PinField
        label={texts.newPin}
        pin={pins[0]}
        error={fault === 'pinLength' ? problem.pinLength : null}
        onType={(pin) => setPins([pin, pins[1]])}
      />
      <PinField
        label={texts.samePin}
        pin={pins[1]}
        error={fault === 'pinsDiffer' ? problem.pinsDiffer : null}
        onType={(pin) => setPins([pins[0], pin])}
      />
      <div className="settings-row action">
        <span className="settings-buttons">
          <button type="submit" className="plain">
            {button.save}
          </button>
          <button type="button" className="quiet" onClick={onCancel}>
            {button.cancel}
          </button>
        </span>
      </div>
    </form>
  );
}

interface PinFieldProps {
  readonly label: string;
  readonly pin: string;
  readonly error: string | null;
  readonly onType: (digits: string) => void;
}

function PinField({ error, label, onType, pin }: PinFieldProps) {
  const id = useId();
  return (
    <div className="settings-row field short">
      <label htmlFor={id}>{label}</label>
      <span className="settings-input">
        <input
          id={id}
          type="password"
          dir="ltr"
          inputMode="numeric"
          autoComplete="off"
          maxLength={maxPinDigits}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}error`}
          value={pin}
          onChange={(event) => onType(pinDigits(event.target.value))}
        />
      </span>
      <FieldError fieldId={id} error={error} />
    </div>
  );
}
