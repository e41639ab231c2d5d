import type { Language } from '@mauzin/shared';

/** One window shows one kind of digits, in every language: those of clocks, links and meters. */
const locale = (language: Language): string => `${language}-u-nu-latn`;

/** Each format is made once: making one takes as long as drawing a meter, and loudness is written four times a second. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([language, options]);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale(language), options);
  formats.set(key, made);
  return made;
}

/** With the minus of mathematics, not a hyphen. */
const written = (language: Language, value: number, options: Intl.NumberFormatOptions): string =>
  formatOf(language, options).format(value).replace('-', '\u2212');

/** A number as the language writes it. */
export const formatNumber = (language: Language, value: number, fractionDigits = 0): string =>
  written(language, value, {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  });

/** A number that can be typed over: ungrouped, and with no more digits than it has. */
export const formatPlain = (language: Language, value: number): string =>
  written(language, value, { useGrouping: false, maximumFractionDigits: 2 });

export const formatShare = (language: Language, share: number): string =>
  written(language, share, { style: 'percent', maximumFractionDigits: 0 });

/** A file's size in megabytes, or gigabytes from a thousand of them on. */
export function formatSize(language: Language, bytes: number): string {
  const megabytes = bytes / 1e6;
  const unit = megabytes < 1000 ? 'megabyte' : 'gigabyte';
  const value = unit === 'megabyte' ? megabytes : megabytes / 1000;
  return written(language, value, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 });
}

export type Unit = 'second' | 'minute' | 'day';

/** The unit's word as the language says it beside this number: "second", "seconds". */
export function unitWord(language: Language, unit: Unit, value: number): string {
  const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
  const parts = formatOf(language, options).formatToParts(value);
  return parts.find(({ type }) => type === 'unit')?.value ?? '';
}

/** A day and a time of day, as the language writes them, in the computer's time zone unless told otherwise. */
export const formatMoment = (language: Language, epochMs: number, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(epochMs);

const two = (value: number): string => String(value).padStart(2, '0');

/** Whole hours, minutes and seconds of a duration in ms, rounded down, never below zero. */
function clockParts(durationMs: number): [hours: number, minutes: number, seconds: number] {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}

/** A duration in ms that goes on for hours: `h:mm:ss`. */
export function formatDuration(durationMs: number): string {
  const [hours, minutes, seconds] = clockParts(durationMs);
  return `${hours}:${two(minutes)}:${two(seconds)}`;
}

/** A length or a wait in ms, as short as it can be: `3:05`, `1:02:33`. */
export function formatClock(durationMs: number): string {
  const [hours, minutes, seconds] = clockParts(durationMs);
  return hours > 0 ? formatDuration(durationMs) : `${minutes}:${two(seconds)}`;
}

/** A level with a real minus sign; at or below `silentAt` it is −∞. `signed`: gains show their plus. */
export function formatDb(
  value: number,
  { silentAt, signed = false }: { silentAt: number; signed?: boolean },
): string {
  if (value <= silentAt) return '−∞';
  const rounded = Math.round(value);
  return `${signed && rounded > 0 ? '+' : ''}${rounded < 0 ? '−' : ''}${Math.abs(rounded)}`;
}
