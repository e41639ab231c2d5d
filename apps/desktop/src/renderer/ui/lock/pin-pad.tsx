import { useSettingsTexts } from '../settings/use-settings-texts.ts';

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export interface PinPadProps {
  readonly disabled: boolean;
  readonly onDigit: (digit: string) => void;
  readonly onErase: () => void;
}

/** Large digits for mouse and finger, as on a telephone: the same way round in every language. */
export function PinPad({ disabled, onDigit, onErase }: PinPadProps) {
  const { lock: texts } = useSettingsTexts();
  const key = (digit: number) => (
    <button key={digit} type="button" disabled={disabled} onClick={() => onDigit(String(digit))}>
      {digit}
    </button>
  );
  return (
    // Pressing a key here leaves the focus in the field, so that Enter goes on meaning "Unlock".
    <fieldset
      className="pin-pad"
      dir="ltr"
      aria-label={texts.digits}
      onPointerDown={(event) => event.preventDefault()}
    >
      {digits.map(key)}
      <span />
      {key(0)}
      <button type="button" className="erase" disabled={disabled} aria-label={texts.erase} onClick={onErase}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M9 5h11v14H9l-6-7zM12 9.5l5 5M17 9.5l-5 5" />
        </svg>
      </button>
    </fieldset>
  );
}
