import { fill } from '@mauzin/desktop-contract';

import { formatPlain, type Unit, unitWord } from '../../numbers.ts';
import { useLanguage } from '../use-window.ts';
import { parseNumber } from './parse-number.ts';
import type { Written } from './settings-writer.ts';
import { TextField } from './text-field.tsx';
import { useSettingsTexts } from './use-settings-texts.ts';

export interface NumberFieldProps {
  readonly label: string;
  readonly unit?: Unit;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  readonly save: (value: number) => Promise<Written>;
}

/** A number in the digits of any script, held to its range. */
export function NumberField({ label, max, min, save, unit, value, whole = false }: NumberFieldProps) {
  const language = useLanguage();
  const texts = useSettingsTexts();
  const range = fill(texts.problem.range, {
    min: formatPlain(language, min),
    max: formatPlain(language, max),
  });
  const take = (text: string): Promise<Written> | string => {
    const number = parseNumber(text);
    if (number === null || number < min || number > max || (whole && !Number.isInteger(number))) return range;
    return save(number);
  };
  return (
    <TextField
      short
      label={label}
      dir="ltr"
      inputMode={whole ? 'numeric' : 'decimal'}
      maxLength={12}
      value={formatPlain(language, value)}
      save={take}
      renderAfter={(typed) =>
        unit && <span className="settings-unit">{unitWord(language, unit, parseNumber(typed) ?? value)}</span>
      }
    />
  );
}
