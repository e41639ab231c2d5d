import type { Language } from '@mauzin/shared';

/** A number as the language writes it, in the digits of clocks, links and meters: one window shows one kind of digits. */
export const formatNumber = (language: Language, value: number, fractionDigits = 0): string =>
  new Intl.NumberFormat(`${language}-u-nu-latn`, {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  }).format(value);

/** `h:mm:ss` of a duration in ms. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A level with a real minus sign; at or below `silentAt` it is −∞. `signed`: gains show their plus. */
export function formatDb(
  value: number,
  { silentAt, signed = false }: { silentAt: number; signed?: boolean },
): string {
  if (value <= silentAt) return '−∞';
  const rounded = Math.round(value);
  return `${signed && rounded > 0 ? '+' : ''}${rounded < 0 ? '−' : ''}${Math.abs(rounded)}`;
}
