import { type Language, listenerTexts } from '@mauzin/shared';

import type { Figures } from '../core/health.ts';

/** The quiet line while sound plays: how far behind, and what it costs. Pure. */
export function figuresLine({ behindMs, bytesPerHour }: Figures, language: Language): string {
  const number = (value: number, digits: number): string =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const { behind, perHour } = listenerTexts[language].figures;
  return [
    behind.replace('{seconds}', number(Math.max(0.1, behindMs / 1000), 1)),
    perHour.replace('{megabytes}', number(bytesPerHour / 1e6, 0)),
  ].join(' · ');
}
