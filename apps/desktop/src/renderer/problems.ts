import {
  type DesktopState,
  type DesktopTexts,
  type EngineNotice,
  type FailureCode,
  failureTexts,
  type SavedSource,
} from '@mauzin/shared';

import type { SoundTrouble } from './core/open-sound.ts';
import type { StudioState } from './core/studio.ts';

/** What the person can do about a problem with one click. */
export type Remedy =
  | { readonly name: 'take-over' }
  | { readonly name: 'settings' }
  | { readonly name: 'allow'; readonly subject: 'microphone' | 'system-sound' }
  | { readonly name: 'remove'; readonly source: string }
  /** Nothing to do but to know: the person puts it away. */
  | { readonly name: 'put-away' };

export interface Problem {
  /** Tells problems apart: one that was put away stays away until it is another one. */
  readonly key: string;
  readonly text: string;
  readonly remedy: Remedy | null;
}

/** The most urgent thing that is wrong, in plain words; null when all is well. Pure. */
export function mostUrgentProblem(
  desktop: DesktopState,
  studio: Pick<StudioState, 'sources' | 'sounds'>,
  texts: DesktopTexts,
  putAway: readonly string[],
): Problem | null {
  const problems = [
    ...serviceProblems(desktop, texts),
    ...studio.sources.flatMap((source) => sourceProblem(source, studio.sounds[source.id], texts, desktop)),
    ...desktop.engine.notices.map((notice) => noticeProblem(notice, texts)),
    ...settingsProblems(desktop, texts),
  ];
  return problems.find(({ key }) => !putAway.includes(key)) ?? null;
}

/** One lost socket is back in a moment; after so many tries something is wrong. About three seconds. */
const triesBeforeAway = 4;

function serviceProblems({ engine, language, settings }: DesktopState, texts: DesktopTexts): Problem[] {
  const { service } = engine;
  if (
    service.name === 'connecting' &&
    service.attempt >= triesBeforeAway &&
    settings.server.kind === 'remote'
  ) {
    return [{ key: 'server-away', text: texts.problem.serverAway, remedy: { name: 'settings' } }];
  }
  if (service.name !== 'failed') return [];
  const { failure } = service;
  return [{ key: failure, text: failureTexts[language][failure], remedy: failureRemedy(failure) }];
}

function failureRemedy(failure: FailureCode): Remedy | null {
  switch (failure) {
    case 'station-taken':
    case 'taken-over':
      return { name: 'take-over' };
    case 'wrong-key':
    case 'unknown-station':
    case 'origin-refused':
      return { name: 'settings' };
    default:
      return null;
  }
}

function sourceProblem(
  source: SavedSource,
  sound: 'opening' | 'open' | SoundTrouble | undefined,
  texts: DesktopTexts,
  { hasPrivacySettings }: DesktopState,
): Problem[] {
  if (sound === undefined || sound === 'opening' || sound === 'open') return [];
  const system = source.kind === 'system';
  const name = source.kind === 'device' ? source.label : system ? texts.systemSound : texts.defaultInput;
  const text =
    sound === 'denied' && system ? texts.problem.deniedSystem : fill(texts.problem[sound], { name });
  return [{ key: `${sound}:${source.id}`, text, remedy: sourceRemedy(source, sound, hasPrivacySettings) }];
}

function sourceRemedy(source: SavedSource, sound: SoundTrouble, hasPrivacySettings: boolean): Remedy {
  if (sound !== 'denied' || !hasPrivacySettings) return { name: 'remove', source: source.id };
  return { name: 'allow', subject: source.kind === 'system' ? 'system-sound' : 'microphone' };
}

function noticeProblem(notice: EngineNotice, texts: DesktopTexts): Problem {
  const key = JSON.stringify(notice);
  switch (notice.name) {
    case 'port-taken':
      return { key, text: fill(texts.problem.portTaken, notice), remedy: { name: 'put-away' } };
    case 'media-port-taken':
      return { key, text: fill(texts.problem.mediaPortTaken, notice), remedy: { name: 'put-away' } };
    case 'firewall':
      return { key, text: fill(texts.problem.firewall, notice), remedy: { name: 'put-away' } };
    case 'disk-nearly-full': {
      const free = `${Math.round(notice.freeBytes / 1e6)} MB`;
      return {
        key: notice.name,
        text: fill(texts.problem.diskNearlyFull, { free }),
        remedy: { name: 'put-away' },
      };
    }
    case 'no-network':
      return { key, text: texts.problem.noNetwork, remedy: null };
    case 'service-not-started':
      return { key, text: texts.problem.serviceNotStarted, remedy: { name: 'settings' } };
  }
}

function settingsProblems(desktop: DesktopState, texts: DesktopTexts): Problem[] {
  const { keyInPlain, settingsNotSaved, settingsSetAside } = desktop;
  const problems: Problem[] = [];
  if (settingsNotSaved) {
    const text = texts.problem.settingsNotSaved;
    problems.push({ key: 'not-saved', text, remedy: { name: 'put-away' } });
  }
  if (settingsSetAside !== null) {
    const text = fill(texts.problem.settingsSetAside, { file: settingsSetAside });
    problems.push({ key: `set-aside:${settingsSetAside}`, text, remedy: { name: 'put-away' } });
  }
  if (keyInPlain) {
    problems.push({ key: 'key-in-plain', text: texts.problem.keyInPlain, remedy: { name: 'put-away' } });
  }
  return problems;
}

/** Puts values into a text's `{places}`. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
