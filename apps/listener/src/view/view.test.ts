import { failureCodes, listenerTexts, pageLanguages, pageTexts } from '@mauzin/shared';
import { describe, expect, it } from 'vitest';

import type { ListenerState } from '../core/state.ts';
import { figureLines } from './figures.ts';
import { deflection, follow } from './meter.ts';
import { starInner, starPoints } from './star.ts';
import { playing } from './testing/playing.ts';
import { timeOfDay } from './time-of-day.ts';
import { wordsFor } from './words.ts';

const states: ListenerState[] = [
  { name: 'unsupported' },
  { name: 'connecting', unlocked: false },
  { name: 'waiting', unlocked: false },
  { name: 'waiting', unlocked: true },
  { name: 'ready' },
  playing,
  { name: 'blocked', connection: 'one' },
  { name: 'code', wrong: false, checking: false },
  { name: 'reconnecting', unlocked: true, failure: null, lost: true },
  { name: 'reconnecting', unlocked: true, failure: null, lost: false },
  ...failureCodes.map((failure) => ({ name: 'gone', failure }) as const),
  ...failureCodes.map(
    (failure) => ({ name: 'reconnecting', unlocked: false, failure, lost: false }) as const,
  ),
];

describe('words', () => {
  it.each(pageLanguages)(
    'says what is, what to do, and gives one button, in every state (%s)',
    (language) => {
      const all = states.map((state) => wordsFor(state, pageTexts(language)));
      expect(all.filter(({ state }) => state.length < 2)).toEqual([]);
      expect(all.filter(({ hint }) => !/[.?!؟۔।]$/.test(hint))).toEqual([]);
      expect(all.filter(({ button }) => !button?.label)).toEqual([
        wordsFor({ name: 'unsupported' }, pageTexts(language)),
        wordsFor({ name: 'code', wrong: false, checking: false }, pageTexts(language)),
      ]);
    },
  );

  it('never offers to listen where one listens already', () => {
    expect(wordsFor({ name: 'waiting', unlocked: false }, pageTexts('en')).button?.label).toBe(
      'Listen when it begins',
    );
    expect(wordsFor({ name: 'waiting', unlocked: true }, pageTexts('en')).button?.action).toBe('stop');
    expect(wordsFor({ name: 'connecting', unlocked: true }, pageTexts('en')).button?.action).toBe('stop');
    expect(wordsFor({ name: 'gone', failure: 'version-mismatch' }, pageTexts('en')).button).toMatchObject({
      label: 'Reload',
      action: 'reload',
    });
  });

  it('tells a full station from a lost one', () => {
    const full = wordsFor(
      { name: 'reconnecting', unlocked: true, failure: 'station-full', lost: false },
      pageTexts('en'),
    );
    expect(full.state).toBe(listenerTexts.en.state.full);
    expect(full.hint).toMatch(/full/);
  });
});

describe('figures', () => {
  const figures = { behindMs: 214, bytesPerHour: 28_800_000, sessionBytes: 3_140_000 };

  it('are two quiet lines: how far behind, and what it costs', () => {
    expect(figureLines(figures, 'en', pageTexts('en'))).toEqual([
      '0.2 s behind',
      '29 MB an hour · 3.1 MB so far',
    ]);
    const later = { ...figures, behindMs: 0, sessionBytes: 31_400_000 };
    expect(figureLines(later, 'en', pageTexts('en'))).toEqual([
      '0.1 s behind',
      '29 MB an hour · 31 MB so far',
    ]);
  });

  it.each(pageLanguages)('are written with the digits of the language (%s)', (language) => {
    const [behind] = figureLines(figures, language, pageTexts(language));
    expect(behind).toContain((0.2).toLocaleString(language));
    expect(figureLines(figures, language, pageTexts(language)).join()).not.toMatch(/[{}]/);
  });
});

describe('star', () => {
  it('has eight points, the first upright, on two squares', () => {
    const points = starPoints(100, 100 * starInner)
      .split(' ')
      .map((point) => point.split(',').map(Number));
    expect(points).toHaveLength(16);
    expect(points[0]).toEqual([0, -100]);
    const radii = points.map(([x = 0, y = 0]) => Math.round(Math.hypot(x, y)));
    expect(radii.filter((radius) => radius === 100)).toHaveLength(8);
    expect(radii.filter((radius) => radius === 77)).toHaveLength(8);
  });
});

describe('meter', () => {
  it('moves in even steps of decibels between silence and full', () => {
    expect(deflection(0)).toBe(0);
    expect(deflection(0.001)).toBe(0);
    expect(deflection(1)).toBe(1);
    const step = deflection(0.1) - deflection(0.05);
    expect(deflection(0.2) - deflection(0.1)).toBeCloseTo(step);
    expect(step).toBeGreaterThan(0.1);
  });

  it('goes out quickly and comes back calmly, and never beyond', () => {
    expect(follow(0, 1, 60)).toBeGreaterThan(0.6);
    expect(follow(1, 0, 60)).toBeGreaterThan(0.8);
    expect(follow(0, 1, 10_000)).toBeLessThanOrEqual(1);
    expect(follow(0.3, 0.7, 0)).toBe(0.3);
  });
});

describe('the time of day', () => {
  const at = new Date(2026, 10, 21, 13, 5);

  it('is written as each language does, with the half of the day apart', () => {
    expect(timeOfDay(at, 'en')).toEqual({ time: '1:05', period: 'PM' });
    expect(timeOfDay(at, 'fr')).toEqual({ time: '13:05', period: '' });
    for (const language of pageLanguages)
      expect(timeOfDay(at, language).time).toMatch(/^\p{Nd}{1,2}.\p{Nd}{2}$/u);
  });
});
