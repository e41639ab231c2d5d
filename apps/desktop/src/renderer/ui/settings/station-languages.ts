import type { Language } from '@mauzin/shared';

/** The contract's limits of `stationLanguages`. */
export const maxStationLanguages = 3;

/** A list with one of its languages a place earlier. */
export function movedUp(chosen: readonly Language[], language: Language): Language[] {
  const at = chosen.indexOf(language);
  const before = chosen[at - 1];
  if (before === undefined) return [...chosen];
  return chosen.with(at - 1, language).with(at, before);
}
