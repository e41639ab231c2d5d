import {
  type Alarm,
  type CallArgument,
  type DesktopState,
  type DesktopTexts,
  type EngineNotice,
  fill,
  type SavedSource,
} from '@mauzin/desktop-contract';
import { type FailureCode, failureTexts } from '@mauzin/shared';

import type { StudioState } from './core/studio.ts';

/** What the person can do about a problem with one click. */
export type Remedy =
  | { readonly name: 'take-over' }
  | { readonly name: 'settings' }
  | { readonly name: 'recordings' }
  | { readonly name: 'install' }
  | { readonly name: 'allow'; readonly subject: CallArgument<'open-privacy-settings'> }
  /** Nothing to do but to know: the person puts it away. */
  | { readonly name: 'put-away' };

export type FailureRemedy = Extract<Remedy, { readonly name: 'take-over' | 'settings' }>;

export interface Problem {
  /** Tells problems apart: one that was put away stays away for as long as it lasts. */
  readonly key: string;
  /** `alarm`: people hear nothing. `note`: nothing is wrong. */
  readonly tone: 'alarm' | 'trouble' | 'note';
  readonly text: string;
  readonly remedy: Remedy;
}

const putAway: Remedy = { name: 'put-away' };
const trouble = (key: string, text: string, remedy: Remedy = putAway): Problem => ({
  key,
  tone: 'trouble',
  text,
  remedy,
});

type StudioPart = Pick<StudioState, 'sources' | 'sounds'>;

/** All that is wrong, the gravest first, in plain words. Pure. */
export function problemsOf(
  desktop: DesktopState,
  studio: StudioPart,
  texts: DesktopTexts,
): readonly Problem[] {
  const problems = [
    ...serviceProblems(desktop, texts),
    ...desktop.alarms.map((alarm) => alarmProblem(alarm, texts)),
    ...studio.sources.flatMap((source) => sourceProblem(source, studio.sounds[source.id], texts, desktop)),
    ...recordingProblems(desktop, texts),
    ...desktop.engine.notices.map((notice) => noticeProblem(notice, desktop, texts)),
    ...settingsProblems(desktop, texts),
    ...updateProblems(desktop, texts),
  ];
  return desktop.lock.locked ? problems.map(withoutAdmin) : problems;
}

/** The most urgent one that was not put away; null when all is well. */
export const mostUrgentProblem = (problems: readonly Problem[], away: readonly string[]): Problem | null =>
  problems.find(({ key }) => !away.includes(key)) ?? null;

/** What stays put away: a problem that passed may be shown when it comes again. */
export const stillPutAway = (problems: readonly Problem[], away: readonly string[]): readonly string[] =>
  away.filter((key) => problems.some((problem) => problem.key === key));

/** Remedies that act at once, so not without the PIN; pages ask for it themselves. */
const adminRemedies: ReadonlySet<Remedy['name']> = new Set(['install']);

const withoutAdmin = (problem: Problem): Problem =>
  adminRemedies.has(problem.remedy.name) ? { ...problem, remedy: putAway } : problem;

/** One lost socket is back in a moment; after so many tries, about three seconds, something is wrong. */
const triesBeforeAway = 4;

function serviceProblems({ engine, language, settings }: DesktopState, texts: DesktopTexts): Problem[] {
  const { service } = engine;
  if (
    service.name === 'connecting' &&
    service.attempt >= triesBeforeAway &&
    settings.server.kind === 'remote'
  ) {
    return [trouble('server-away', texts.problem.serverAway, { name: 'settings' })];
  }
  if (service.name !== 'failed') return [];
  const { failure } = service;
  const text = failureTexts[language][failure];
  return [{ key: failure, tone: 'alarm', text, remedy: failureRemedy(failure) }];
}

/** What a person does about a service that lets the station in no more. Pure. */
export function failureRemedy(failure: FailureCode): FailureRemedy {
  return failure === 'station-taken' || failure === 'taken-over'
    ? { name: 'take-over' }
    : { name: 'settings' };
}

function alarmProblem(alarm: Alarm, texts: DesktopTexts): Problem {
  const tone = 'alarm';
  switch (alarm.name) {
    case 'dead-air':
      return { key: 'alarm:dead-air', tone, text: texts.problem.deadAir, remedy: putAway };
    case 'not-heard': {
      const text = texts.problem[alarm.by === 'relay' ? 'notHeardElsewhere' : 'notHeard'];
      return { key: `alarm:not-heard:${alarm.by}`, tone, text, remedy: putAway };
    }
    case 'source-lost': {
      const text = fill(texts.problem.sourceLost, { name: alarm.label || texts.defaultInput });
      return { key: `alarm:source-lost:${alarm.label}`, tone, text, remedy: putAway };
    }
  }
}

function sourceProblem(
  source: SavedSource,
  sound: StudioState['sounds'][string] | undefined,
  texts: DesktopTexts,
  { alarms, hasPrivacySettings }: DesktopState,
): Problem[] {
  if (sound !== 'missing' && sound !== 'denied' && sound !== 'failed') return [];
  const label = source.kind === 'device' ? source.label : '';
  // The alarm says it already, and louder.
  if (sound === 'missing' && alarms.some((alarm) => alarm.name === 'source-lost' && alarm.label === label)) {
    return [];
  }
  const system = source.kind === 'system';
  const name = label || (system ? texts.systemSound : texts.defaultInput);
  const text =
    sound === 'denied' && system ? texts.problem.deniedSystem : fill(texts.problem[sound], { name });
  // Never to take it away: what is unplugged comes back by itself, with its gain and channels. Its strip can be removed there.
  const remedy: Remedy =
    sound === 'denied' && hasPrivacySettings
      ? { name: 'allow', subject: system ? 'system-sound' : 'microphone' }
      : putAway;
  return [trouble(`${sound}:${source.id}`, text, remedy)];
}

function recordingProblems({ engine: { recording } }: DesktopState, texts: DesktopTexts): Problem[] {
  if (recording.name !== 'failed') return [];
  return recording.why === 'disk-full'
    ? [trouble('recording:disk-full', texts.problem.diskFull, { name: 'recordings' })]
    : [trouble('recording:cannot-write', texts.problem.cannotWrite, { name: 'settings' })];
}

function noticeProblem(
  notice: EngineNotice,
  { hasPrivacySettings }: DesktopState,
  texts: DesktopTexts,
): Problem {
  const key = JSON.stringify(notice);
  switch (notice.name) {
    case 'port-taken':
      return trouble(key, fill(texts.problem.portTaken, notice));
    case 'media-port-taken':
      return trouble(key, fill(texts.problem.mediaPortTaken, notice));
    case 'firewall':
      // On macOS the system itself keeps an app from the local network until a person has allowed it.
      return trouble(
        key,
        fill(texts.problem.firewall, notice),
        hasPrivacySettings ? { name: 'allow', subject: 'local-network' } : putAway,
      );
    case 'disk-nearly-full': {
      const text = fill(texts.problem.diskNearlyFull, { free: `${Math.round(notice.freeBytes / 1e6)} MB` });
      return trouble(notice.name, text, { name: 'recordings' });
    }
    case 'no-network':
      return trouble(key, texts.problem.noNetwork);
    case 'service-not-started':
      return trouble(key, texts.problem.serviceNotStarted, { name: 'settings' });
  }
}

function settingsProblems(desktop: DesktopState, texts: DesktopTexts): Problem[] {
  const { keyInPlain, keyStoreLocked, settings, settingsNotSaved, settingsSetAside, shortcutTaken } = desktop;
  const { shortcut } = settings.automation;
  const problems: Problem[] = [];
  if (keyStoreLocked) problems.push(trouble('key-store-locked', texts.problem.keyStoreLocked));
  if (settingsNotSaved) problems.push(trouble('not-saved', texts.problem.settingsNotSaved));
  if (settingsSetAside !== null) {
    const text = fill(texts.problem.settingsSetAside, { file: settingsSetAside });
    problems.push(trouble(`set-aside:${settingsSetAside}`, text));
  }
  if (shortcutTaken && shortcut !== null) {
    const text = fill(texts.problem.shortcutTaken, {
      shortcut: shortcut.replace('CommandOrControl', 'Ctrl'),
    });
    problems.push(trouble(`shortcut:${shortcut}`, text, { name: 'settings' }));
  }
  if (keyInPlain) problems.push(trouble('key-in-plain', texts.problem.keyInPlain));
  return problems;
}

function updateProblems({ update, wantsLive }: DesktopState, texts: DesktopTexts): Problem[] {
  if (update.name !== 'ready') return [];
  const text = fill(texts.problem.updateReady, update);
  // Never while on the air: installing closes the app.
  return [
    {
      key: `update:${update.version}`,
      tone: 'note',
      text,
      remedy: wantsLive ? putAway : { name: 'install' },
    },
  ];
}
