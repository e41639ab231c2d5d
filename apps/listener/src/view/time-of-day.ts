import type { PageLanguage } from '@mauzin/shared';

export interface TimeOfDay {
  /** Hours and minutes. */
  readonly time: string;
  /** a.m. or p.m. as the language writes it; empty where it counts to 24. */
  readonly period: string;
}

/** The time as a language writes it, without and with the half of the day, so that the digits can be large. Pure. */
export function timeOfDay(now: Date, language: PageLanguage): TimeOfDay {
  const parts = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).formatToParts(now);
  const text = (isPeriod: boolean): string =>
    parts
      .filter(({ type }) => (type === 'dayPeriod') === isPeriod)
      .map(({ value }) => value)
      .join('')
      .trim();
  return { time: text(false), period: text(true) };
}
