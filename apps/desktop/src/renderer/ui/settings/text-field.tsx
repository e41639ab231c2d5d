import { type HTMLAttributes, type KeyboardEvent, type ReactNode, useId, useState } from 'react';

import { FieldError } from './field-error.tsx';
import type { Written } from './settings-writer.ts';

export interface TextFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** As it is saved. */
  readonly value: string;
  /** `password`: what stands there is not shown. */
  readonly type?: 'text' | 'password';
  /** Writing direction: addresses and numbers run from left to right in every language. */
  readonly dir?: 'auto' | 'ltr';
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  readonly maxLength?: number;
  readonly placeholder?: string;
  /** Saves what was typed; a sentence when it cannot be saved as it is. */
  readonly save: (text: string) => Promise<Written> | string;
  /** What stands behind the field, given what is typed now. */
  readonly renderAfter?: (typed: string) => ReactNode;
  /** The label stands before a short field instead of above it. */
  readonly short?: boolean;
}

/**
 * A text that is saved when it is left or confirmed with Enter. Escape takes back what was typed. What cannot be saved
 * stays, with a sentence beneath.
 */
export function TextField(props: TextFieldProps) {
  const {
    renderAfter,
    dir = 'auto',
    hint,
    inputMode,
    label,
    maxLength,
    placeholder,
    short = false,
    type = 'text',
    value,
  } = props;
  const id = useId();
  const { change, error, pressed, save, typed } = useDraft(props);
  const described = [...(error === null ? [] : [`${id}error`]), ...(hint === undefined ? [] : [`${id}hint`])];
  return (
    <div className={short ? 'settings-row field short' : 'settings-row field'}>
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <span className="settings-hint" id={`${id}hint`}>
          {hint}
        </span>
      )}
      <span className="settings-input">
        <input
          id={id}
          type={type}
          dir={dir}
          autoComplete="off"
          spellCheck={false}
          inputMode={inputMode}
          maxLength={maxLength}
          placeholder={placeholder}
          aria-invalid={error !== null}
          aria-describedby={described.length > 0 ? described.join(' ') : undefined}
          value={typed ?? value}
          onChange={(event) => change(event.target.value)}
          onBlur={() => void save()}
          onKeyDown={pressed}
        />
        {renderAfter?.(typed ?? value)}
      </span>
      <FieldError fieldId={id} error={error} />
    </div>
  );
}

function useDraft({ save: hand, value }: Pick<TextFieldProps, 'save' | 'value'>) {
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [known, setKnown] = useState(value);
  const forget = (): void => {
    setTyped(null);
    setError(null);
  };
  if (known !== value) {
    setKnown(value);
    // What could not be saved gives way to what was, from elsewhere.
    if (error !== null) forget();
  }
  const save = async (): Promise<void> => {
    if (typed === null || typed.trim() === value) return forget();
    const saving = hand(typed.trim());
    if (typeof saving === 'string') return setError(saving);
    // What is saved is known by now. What is typed meanwhile stays.
    if ((await saving) === 'saved') setTyped((now) => (now === typed ? null : now));
    return setError(null);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') void save();
    if (event.key !== 'Escape' || typed === null) return;
    event.preventDefault();
    forget();
  };
  return { typed, error, change: setTyped, save, pressed };
}
