import {
  type DesktopState,
  desktopTexts,
  type SavedSource,
  type SourceSound,
} from '@mauzin/desktop-contract';
import { failureTexts, languages } from '@mauzin/shared';
import { describe, expect, test } from 'vitest';

import { freshDesktopState } from '../testing/fresh-desktop-state.ts';
import { deviceSource, systemSource } from '../testing/sources.ts';
import { mostUrgentProblem, type Problem, problemsOf, stillPutAway } from './problems.ts';

const usb = deviceSource('usb', 'm1', 'USB Mixer');
interface StudioPart {
  readonly sources: readonly SavedSource[];
  readonly sounds: Readonly<Record<string, SourceSound>>;
}
const calm: StudioPart = { sources: [usb], sounds: { usb: 'open' } };
const texts = desktopTexts.en;
const engine = (change: Partial<DesktopState['engine']>): DesktopState => ({
  ...freshDesktopState,
  engine: { ...freshDesktopState.engine, ...change },
});
const first = (state: DesktopState, studio = calm, away: readonly string[] = []): Problem | null =>
  mostUrgentProblem(problemsOf(state, studio, texts), away);

describe('what is wrong', () => {
  test('is nothing when all is well', () => {
    expect(first(freshDesktopState)).toBeNull();
  });

  test('a taken station offers to take over, before all else', () => {
    const state = engine({
      service: { name: 'failed', failure: 'station-taken' },
      notices: [{ name: 'no-network' }],
    });
    expect(first({ ...state, alarms: [{ name: 'dead-air' }] })).toMatchObject({
      tone: 'alarm',
      text: failureTexts.en['station-taken'],
      remedy: { name: 'take-over' },
    });
  });

  test('a server that does not answer is said after some tries, and leads to the settings', () => {
    const away = (attempt: number): DesktopState => ({
      ...engine({ service: { name: 'connecting', attempt } }),
      settings: {
        ...freshDesktopState.settings,
        server: { kind: 'remote', url: 'https://radio.example', station: 'noor' },
      },
    });
    expect(first(away(3))).toBeNull();
    expect(first(away(4))).toMatchObject({ text: texts.problem.serverAway, remedy: { name: 'settings' } });
  });

  test.each([
    [{ name: 'dead-air' }, texts.problem.deadAir],
    [{ name: 'not-heard', by: 'direct' }, texts.problem.notHeard],
    [{ name: 'source-lost', label: 'USB Mixer' }, texts.problem.sourceLost.replace('{name}', 'USB Mixer')],
  ] as const)('an alarm comes before a notice: %j', (alarm, text) => {
    const state = { ...engine({ notices: [{ name: 'no-network' }] }), alarms: [alarm] };
    expect(first(state)).toMatchObject({ tone: 'alarm', text });
  });

  test('a lost source is said once, also when its alarm was put away', () => {
    const state: DesktopState = {
      ...freshDesktopState,
      alarms: [{ name: 'source-lost', label: 'USB Mixer' }],
    };
    const lost = { ...calm, sounds: { usb: 'missing' as const } };
    const alarm = first(state, lost);
    expect(alarm?.tone).toBe('alarm');
    expect(first(state, lost, [alarm?.key ?? ''])).toBeNull();
  });

  test.each(languages)('a missing device is named, in %s', (language) => {
    const studio = { ...calm, sounds: { usb: 'missing' as const } };
    const [problem] = problemsOf(freshDesktopState, studio, desktopTexts[language]);
    expect(problem?.text).toContain('USB Mixer');
    expect(problem?.text).not.toMatch(/[{}]/);
  });

  test.each(['missing', 'failed', 'denied'] as const)(
    'a device that is %s is never offered for removal',
    (sound) => {
      const state = { ...freshDesktopState, hasPrivacySettings: false };
      expect(first(state, { ...calm, sounds: { usb: sound } })?.remedy).toEqual({ name: 'put-away' });
    },
  );

  test('a device in whose place another one is heard is no problem of the bar', () => {
    expect(first(freshDesktopState, { ...calm, sounds: { usb: 'stand-in' } })).toBeNull();
  });

  test('denied system sound leads to the system’s settings', () => {
    const studio: StudioPart = { sources: [systemSource('sys')], sounds: { sys: 'denied' } };
    expect(first(freshDesktopState, studio)).toMatchObject({
      text: texts.problem.deniedSystem,
      remedy: { name: 'allow', subject: 'system-sound' },
    });
  });

  test.each([
    ['disk-full', texts.problem.diskFull, 'recordings'],
    ['cannot-write', texts.problem.cannotWrite, 'settings'],
  ] as const)('a recording that stopped is said: %s', (why, text, remedy) => {
    expect(first(engine({ recording: { name: 'failed', why } }))).toMatchObject({
      text,
      remedy: { name: remedy },
    });
  });

  test('a disk that fills is announced with what is left', () => {
    const state = engine({ notices: [{ name: 'disk-nearly-full', freeBytes: 400e6 }] });
    expect(first(state)).toMatchObject({
      text: 'The disk is nearly full: 400 MB left for recordings.',
      remedy: { name: 'recordings' },
    });
  });

  test('a firewall is named with its port', () => {
    expect(first(engine({ notices: [{ name: 'firewall', port: 40_000 }] }))?.text).toContain(
      'UDP port 40000',
    );
  });

  test('where the system may be what keeps phones out, a button opens its settings', () => {
    const behind = engine({ notices: [{ name: 'firewall', port: 40_000 }] });
    expect(first({ ...behind, hasPrivacySettings: false })?.remedy).toEqual({ name: 'put-away' });
    expect(first({ ...behind, hasPrivacySettings: true })?.remedy).toEqual({
      name: 'allow',
      subject: 'local-network',
    });
  });

  test('a shortcut of another program leads to the settings', () => {
    expect(first({ ...freshDesktopState, shortcutTaken: true })).toMatchObject({
      text: 'Another program uses the shortcut Ctrl+Shift+F9.',
      remedy: { name: 'settings' },
    });
  });

  test('settings that cannot be saved are said', () => {
    expect(first({ ...freshDesktopState, settingsNotSaved: true })?.text).toBe(
      texts.problem.settingsNotSaved,
    );
  });

  test('an update is a note: installed at once off the air, never on it', () => {
    const state: DesktopState = { ...freshDesktopState, update: { name: 'ready', version: '1.4.0' } };
    expect(first(state)).toMatchObject({ tone: 'note', remedy: { name: 'install' } });
    expect(first({ ...state, wantsLive: true })).toMatchObject({ remedy: { name: 'put-away' } });
  });

  test('while locked nothing is done that needs the PIN', () => {
    const locked: DesktopState = {
      ...freshDesktopState,
      lock: { pinSet: true, locked: true },
      update: { name: 'ready', version: '1.4.0' },
    };
    const missing: StudioPart = { ...calm, sounds: { usb: 'missing' } };
    expect(problemsOf(locked, missing, texts).map(({ remedy }) => remedy.name)).toEqual([
      'put-away',
      'put-away',
    ]);
  });

  test('what was put away stays away for as long as it lasts, and is said when it comes again', () => {
    const taken = (used: number): DesktopState =>
      engine({ notices: [{ name: 'port-taken', wanted: 8080, used }] });
    const problem = first(taken(8081));
    const away = [problem?.key ?? ''];
    expect(problem?.text).toContain('8081');
    expect(first(taken(8081), calm, away)).toBeNull();
    expect(first(taken(8082), calm, away)).not.toBeNull();
    expect(stillPutAway(problemsOf(taken(8081), calm, texts), away)).toEqual(away);
    expect(stillPutAway(problemsOf(freshDesktopState, calm, texts), away)).toEqual([]);
  });
});
