import { type AirStatus, airTexts, type AirTexts, type Degraded, fill } from '@mauzin/desktop-contract';
import { failureTexts, type Language } from '@mauzin/shared';

/** The sentence under the state's word: what it means, and what to do. Pure. */
export function airHint(status: AirStatus, noSource: boolean, language: Language): string {
  const texts = airTexts[language];
  switch (status.name) {
    case 'off':
      return noSource ? texts.hint.noSource : texts.hint.off;
    case 'silent':
      if (noSource) return texts.hint.noSource;
      return status.alarm ? texts.hint.deadAir : texts.hint.silent;
    case 'degraded':
      return degradedHint(status.degraded, texts);
    case 'recovering':
      return texts.recovering[status.part];
    case 'failed':
      return failureTexts[language][status.failure];
    default:
      return texts.hint[status.name];
  }
}

function degradedHint(degraded: Degraded, texts: AirTexts): string {
  switch (degraded.part) {
    case 'source': {
      const key = degraded.why === 'stand-in' ? 'standIn' : degraded.why;
      return fill(texts.degraded[key], { name: shortened(degraded.label) || texts.someSource });
    }
    case 'listeners':
      return fill(texts.degraded.listeners, degraded);
    case 'path':
      return texts.degraded[degraded.by === 'relay' ? 'pathRelay' : 'path'];
    case 'recording':
      return texts.degraded[degraded.why === 'disk-full' ? 'diskFull' : 'cannotWrite'];
    default:
      return texts.degraded[degraded.part];
  }
}

/** Longest name within a sentence: beyond that nobody reads to its end. */
const nameChars = 36;

const shortened = (name: string): string =>
  name.length > nameChars ? `${name.slice(0, nameChars - 1).trimEnd()}…` : name;

/** Time on air when the status was told, ms; null while it is not on the air. */
export const onAirMsOf = (status: AirStatus): number | null => ('onAirMs' in status ? status.onAirMs : null);
