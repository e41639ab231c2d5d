import { useId } from 'react';

export interface Option<T> {
  readonly value: T;
  readonly name: string;
  readonly hint?: string;
  /** The language the name is written in, where it is another one. */
  readonly lang?: string;
}

export const optionOf = <T,>(
  value: T,
  { hint, name }: { readonly name: string; readonly hint: string },
): Option<T> => ({
  value,
  name,
  hint,
});

export interface RadioGroupProps<T> {
  readonly legend: string;
  readonly hint?: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
  /** Short names stand side by side. */
  readonly compact?: boolean;
}

/** One of several, each with a sentence on what it does. */
export function RadioGroup<T extends string | null>(props: RadioGroupProps<T>) {
  const { compact = false, hint, legend, onChoose, options, value } = props;
  const id = useId();
  return (
    <fieldset className="settings-section" aria-describedby={hint === undefined ? undefined : `${id}hint`}>
      <legend>{legend}</legend>
      {hint !== undefined && (
        <p className="settings-hint" id={`${id}hint`}>
          {hint}
        </p>
      )}
      <div className={compact ? 'settings-card compact' : 'settings-card'}>
        {options.map((option) => {
          const optionId = `${id}${option.value ?? ''}`;
          return (
            <label key={option.value ?? ''} className="settings-row choice">
              <input
                type="radio"
                name={id}
                aria-labelledby={`${optionId}name`}
                aria-describedby={option.hint === undefined ? undefined : `${optionId}hint`}
                checked={option.value === value}
                onChange={() => onChoose(option.value)}
              />
              <span className="settings-words">
                <span id={`${optionId}name`} lang={option.lang}>
                  {option.name}
                </span>
                {option.hint !== undefined && (
                  <span className="settings-hint" id={`${optionId}hint`}>
                    {option.hint}
                  </span>
                )}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
