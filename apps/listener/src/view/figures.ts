import type { PageLanguage, PageTexts } from '@mauzin/shared';

import type { Figures } from '../core/health.ts';

/** The quiet line while sound plays: how far behind, what it costs an hour, and what it has cost so far. Pure. */
export function figuresLine(
  { behindMs, bytesPerHour, sessionBytes }: Figures,
  language: PageLanguage,
  { listener }: PageTexts,
): string {
  const number = (value: number, digits: number): string =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const { behind, perHour, used } = listener.figures;
  return [
    behind.replace('{seconds}', number(Math.max(0.1, behindMs / 1000), 1)),
    perHour.replace('{megabytes}', number(bytesPerHour / 1e6, 0)),
    used.replace('{megabytes}', number(sessionBytes / 1e6, sessionBytes < 10e6 ? 1 : 0)),
  ].join(' · ');
}
