export interface SwitchRowProps {
  /** Unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** One choice: its name, one sentence, and a switch. The whole row is the target. */
export function SwitchRow({ id, label, hint, on, disabled = false, onChange }: SwitchRowProps) {
  return (
    <label className={disabled ? 'row row-off' : 'row'}>
      <span className="row-words">
        <span id={id} className="row-name">
          {label}
        </span>
        <span id={`${id}-hint`} className="row-hint">
          {hint}
        </span>
      </span>
      <input
        type="checkbox"
        className="switch"
        aria-labelledby={id}
        aria-describedby={`${id}-hint`}
        checked={on}
        disabled={disabled}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    </label>
  );
}
