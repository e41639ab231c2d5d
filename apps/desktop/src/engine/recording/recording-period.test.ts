import { afterEach, expect, test } from 'vitest';

import { isPeriodOver } from './recording-period.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});
const at = (text: string): number => Date.parse(text);

test('hours and days are those of the clock on the wall', () => {
  process.env['TZ'] = 'Asia/Kolkata';
  expect(isPeriodOver('hour', at('2026-03-09T10:00:00+05:30'), at('2026-03-09T10:59:59+05:30'))).toBe(false);
  expect(isPeriodOver('hour', at('2026-03-09T10:59:00+05:30'), at('2026-03-09T11:00:00+05:30'))).toBe(true);
  expect(isPeriodOver('day', at('2026-03-09T00:00:00+05:30'), at('2026-03-09T23:59:59+05:30'))).toBe(false);
  expect(isPeriodOver('day', at('2026-03-09T23:59:59+05:30'), at('2026-03-10T00:00:00+05:30'))).toBe(true);
  expect(isPeriodOver('broadcast', 0, at('2026-03-10T00:00:00+05:30'))).toBe(false);
});

test('the hour that comes twice in autumn is two, and the one that is left out in spring is none', () => {
  process.env['TZ'] = 'Europe/Berlin';
  expect(isPeriodOver('hour', at('2026-10-25T02:30:00+02:00'), at('2026-10-25T02:10:00+01:00'))).toBe(true);
  expect(isPeriodOver('hour', at('2026-03-29T01:30:00+01:00'), at('2026-03-29T03:00:00+02:00'))).toBe(true);
  expect(isPeriodOver('day', at('2026-10-25T02:30:00+02:00'), at('2026-10-25T02:10:00+01:00'))).toBe(false);
});
