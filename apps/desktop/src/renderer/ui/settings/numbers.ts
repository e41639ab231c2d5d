import type { Language } from '@mauzin/shared';

const digit = /\p{Nd}/u;

/**
 * Digits of any script as ASCII digits, all else untouched. Each script's ten digits stand in a row from zero to nine
 * (Unicode Standard, §4.6), and some rows follow each other without a gap.
 */
export function asciiDigits(text: string): string {
  return Array.from(text, (sign) => (digit.test(sign) ? String(digitValue(sign)) : sign)).join('');
}

function digitValue(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  let zero = code;
  while (digit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}

/** Takes a number as people type it, in the digits and signs of any script; null when it is none. */
export function parseNumber(text: string): number | null {
  const plain = asciiDigits(text)
    .replace(/[\s\u200e\u200f\u061c]/g, '')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/[,\u066b]/g, '.');
  return /^-?\d+(\.\d+)?$|^-?\.\d+$/.test(plain) ? Number(plain) : null;
}

/** A number in the language's digits, with its own minus, ungrouped, so that it can be typed over. */
export const formatNumber = (language: Language, value: number): string =>
  new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 2 })
    .format(value)
    .replace('-', '\u2212');

export type Unit = 'second' | 'minute' | 'day';

/** The unit's word as the language says it beside this number: "second", "seconds". */
export function unitWord(language: Language, unit: Unit, value: number): string {
  const parts = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).formatToParts(
    value,
  );
  return parts.find(({ type }) => type === 'unit')?.value ?? '';
}

const clockPart = (language: Language, value: number, digits: number): string =>
  new Intl.NumberFormat(language, { useGrouping: false, minimumIntegerDigits: digits }).format(value);

/** A length or a wait as a clock shows it: `3:05`, `1:02:33`. Whole seconds, rounded down. */
export function formatClock(language: Language, durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return [
    ...(hours > 0 ? [clockPart(language, hours, 1)] : []),
    clockPart(language, minutes, hours > 0 ? 2 : 1),
    clockPart(language, seconds % 60, 2),
  ].join(':');
}

/** A file's size in megabytes, or gigabytes from a thousand of them on. */
export function formatSize(language: Language, bytes: number): string {
  const megabytes = bytes / 1e6;
  const unit = megabytes < 1000 ? 'megabyte' : 'gigabyte';
  const value = unit === 'megabyte' ? megabytes : megabytes / 1000;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/** A day and a time of day, as the language writes them, in the computer's time zone unless told otherwise. */
export const formatMoment = (language: Language, epochMs: number, timeZone?: string): string =>
  new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(epochMs);

export const formatShare = (language: Language, share: number): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
