import { pinSchema } from '@mauzin/desktop-contract';
import { asciiDigits, parseValue } from '@mauzin/shared';

/** The longest PIN. */
export const maxPinDigits = 12;

/** Takes what was typed or pasted into a PIN's field: digits of any script as the same digits, and nothing else. */
export const pinDigits = (typed: string): string =>
  asciiDigits(typed).replace(/\D/g, '').slice(0, maxPinDigits);

export const isPin = (digits: string): boolean => parseValue(pinSchema, digits).ok;

export type NewPin =
  | { readonly ok: true; readonly pin: string }
  | { readonly ok: false; readonly fault: 'pinLength' | 'pinsDiffer' };

/** A new PIN that was typed twice. */
export function newPin(first: string, second: string): NewPin {
  if (!isPin(first)) return { ok: false, fault: 'pinLength' };
  return first === second ? { ok: true, pin: first } : { ok: false, fault: 'pinsDiffer' };
}
