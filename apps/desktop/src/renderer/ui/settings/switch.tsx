import { useId } from 'react';

export interface SwitchProps {
  readonly name: string;
  readonly hint: string;
  /** The hint says what went wrong. */
  readonly failed?: boolean;
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
}

/** On or off, with a sentence on what it does. */
export function Switch({ failed = false, hint, name, on, onSwitch }: SwitchProps) {
  const id = useId();
  return (
    <label className="settings-row switch">
      <span className="settings-words">
        <span id={`${id}name`}>{name}</span>
        <span className={failed ? 'settings-error' : 'settings-hint'} id={`${id}hint`}>
          {hint}
        </span>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-labelledby={`${id}name`}
        aria-describedby={`${id}hint`}
        aria-checked={on}
        checked={on}
        onChange={(event) => onSwitch(event.target.checked)}
      />
    </label>
  );
}
