import { type DesktopState, desktopTexts, failureTexts, languages } from '@mauzin/shared';
import { describe, expect, test } from 'vitest';

import { freshDesktopState } from '../testing/fresh-desktop-state.ts';
import { deviceSource, systemSource } from '../testing/sources.ts';
import { mostUrgentProblem } from './problems.ts';
import { screenState } from './screen-state.ts';

const usb = deviceSource('usb', 'm1', 'USB Mixer');
const calm = { sources: [usb], sounds: { usb: 'open' as const } };
const texts = desktopTexts.en;
const engine = (change: Partial<DesktopState['engine']>): DesktopState => ({
  ...freshDesktopState,
  engine: { ...freshDesktopState.engine, ...change },
});

describe('what is wrong', () => {
  test('is nothing when all is well', () => {
    expect(mostUrgentProblem(freshDesktopState, calm, texts, [])).toBeNull();
  });

  test('a taken station offers to take over, before all else', () => {
    const state = engine({
      service: { name: 'failed', failure: 'station-taken' },
      notices: [{ name: 'no-network' }],
    });
    expect(mostUrgentProblem(state, calm, texts, [])).toMatchObject({
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
    expect(mostUrgentProblem(away(3), calm, texts, [])).toBeNull();
    expect(mostUrgentProblem(away(4), calm, texts, [])).toMatchObject({
      text: texts.problem.serverAway,
      remedy: { name: 'settings' },
    });
  });

  test('settings that cannot be saved are said', () => {
    const state = { ...freshDesktopState, settingsNotSaved: true };
    expect(mostUrgentProblem(state, calm, texts, [])?.text).toBe(texts.problem.settingsNotSaved);
  });

  test.each(languages)('a missing device is named, in %s', (language) => {
    const problem = mostUrgentProblem(
      freshDesktopState,
      { ...calm, sounds: { usb: 'missing' } },
      desktopTexts[language],
      [],
    );
    expect(problem?.text).toContain('USB Mixer');
    expect(problem?.text).not.toMatch(/[{}]/);
  });

  test('denied system sound leads to the system’s settings', () => {
    const system = systemSource('sys');
    const studio = { sources: [system], sounds: { sys: 'denied' as const } };
    expect(mostUrgentProblem(freshDesktopState, studio, texts, [])).toMatchObject({
      text: texts.problem.deniedSystem,
      remedy: { name: 'allow', subject: 'system-sound' },
    });
  });

  test('what was put away stays away, until it is another thing', () => {
    const taken = (used: number): DesktopState =>
      engine({ notices: [{ name: 'port-taken', wanted: 8080, used }] });
    const first = mostUrgentProblem(taken(8081), calm, texts, []);
    expect(first?.text).toContain('8081');
    expect(mostUrgentProblem(taken(8081), calm, texts, [first?.key ?? ''])).toBeNull();
    expect(mostUrgentProblem(taken(8082), calm, texts, [first?.key ?? ''])).not.toBeNull();
  });
});

describe('the one word', () => {
  const live = { name: 'live', onAirMs: 0 } as const;
  const wanted = (change: Partial<DesktopState['engine']>): DesktopState => ({
    ...engine(change),
    wantsLive: true,
  });
  test.each([
    ['off', freshDesktopState, false],
    ['starting', wanted({ air: { name: 'starting' } }), false],
    ['live', wanted({ air: live }), false],
    ['silent', wanted({ air: live }), true],
    ['reconnecting', wanted({ air: live, service: { name: 'connecting', attempt: 1 } }), true],
    ['failed', wanted({ air: live, service: { name: 'failed', failure: 'taken-over' } }), false],
  ] as const)('%s', (word, state, silent) => {
    expect(screenState(state, { silent })).toBe(word);
  });
});
