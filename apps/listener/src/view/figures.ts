import {
  defaultOpusPreset,
  opusPresets,
  packetHeaderBytes,
  type PageLanguage,
  type PageTexts,
  saverEncoding,
} from '@mauzin/shared';

import type { Figures } from '../core/health.ts';

const normalPacketMs = 20;
const secondsAnHour = 3600;
/** How far behind pocket mode may be, s. */
const pocketBehindSeconds = 3;

const write = (value: number, language: PageLanguage, digits: number): string =>
  value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The quiet lines while sound plays: how far behind; what it costs an hour, and what it has cost so far. Pure. */
export function figureLines(
  { behindMs, bytesPerHour, sessionBytes }: Figures,
  language: PageLanguage,
  { listener }: PageTexts,
): readonly string[] {
  const { behind, perHour: anHour, used } = listener.figures;
  const hourly = anHour.replace('{megabytes}', write(bytesPerHour / 1e6, language, 0));
  const soFar = used.replace('{megabytes}', write(sessionBytes / 1e6, language, sessionBytes < 10e6 ? 1 : 0));
  return [
    behind.replace('{seconds}', write(Math.max(0.1, behindMs / 1000), language, 1)),
    `${hourly} · ${soFar}`,
  ];
}

/** Puts what each rendition costs an hour into a text with `{saver}` and `{normal}`. Pure. */
export function perHour(text: string, language: PageLanguage): string {
  const normal = megabytesAnHour(opusPresets[defaultOpusPreset].bitrateBps, normalPacketMs);
  const saver = megabytesAnHour(saverEncoding.bitrateBps, saverEncoding.packetMs);
  return text.replace('{saver}', write(saver, language, 0)).replace('{normal}', write(normal, language, 0));
}

/** Puts how far behind pocket mode may be into a text with `{seconds}`. Pure. */
export const pocketBehind = (text: string, language: PageLanguage): string =>
  text.replace('{seconds}', write(pocketBehindSeconds, language, 0));

const megabytesAnHour = (bitrateBps: number, packetMs: number): number =>
  ((bitrateBps / 8 + (1000 / packetMs) * packetHeaderBytes) * secondsAnHour) / 1e6;
