import type { HealthReport } from '@mauzin/shared';
import { FakeClock } from '@mauzin/shared/testing';
import { describe, expect, it } from 'vitest';

import { assumedBytesPerHour, PocketReporter } from './pocket-reporter.ts';

function setUp(wireBytes: number | null) {
  const clock = new FakeClock();
  const pocket = { heard: true, behindMs: 700, wireBytes };
  const reports: HealthReport[] = [];
  let bytes = 0;
  const reporter = new PocketReporter({
    clock,
    pocket,
    rendition: () => 'saver',
    route: () => 'relay',
    onReport: (report) => reports.push(report),
    onBytes: (more) => (bytes += more),
    onChange: () => undefined,
  });
  return { clock, pocket, reports, reporter, bytes: () => bytes };
}

describe('the report of the HTTP stream', () => {
  it('is made every 5 s while it is heard, and says how far behind it is', () => {
    const { clock, pocket, reports, reporter } = setUp(0);
    reporter.update();
    reporter.update();
    expect(reporter.figures).toBeNull();
    clock.advance(15_000);
    expect(reports.map(({ bufferMs, connection }) => [bufferMs, connection])).toEqual([
      [700, null],
      [700, null],
      [700, null],
    ]);
    expect(reporter.figures?.behindMs).toBe(700);
    pocket.heard = false;
    reporter.update();
    expect([reporter.figures, clock.pending]).toEqual([null, 0]);
  });

  it('counts what came, also over a joining that begins anew', () => {
    const { clock, pocket, reporter, bytes } = setUp(0);
    reporter.update();
    pocket.wireBytes = 20_000;
    clock.advance(5_000);
    expect(reporter.figures?.bytesPerHour).toBe(14_400_000);
    pocket.wireBytes = 3_000; // joined anew
    clock.advance(5_000);
    expect(bytes()).toBe(23_000);
  });

  it('goes by the time that has passed, where a timer comes late', () => {
    const { clock, pocket, reporter } = setUp(0);
    reporter.update();
    pocket.wireBytes = 240_000;
    clock.stall(60_000);
    clock.advance(0);
    expect(reporter.figures?.bytesPerHour).toBe(14_400_000);
  });

  it('assumes what nobody can count: what a rendition sends, and the heads of its packets', () => {
    const { clock, reporter, bytes } = setUp(null);
    reporter.update();
    clock.advance(3_600_000);
    expect(bytes()).toBeCloseTo(assumedBytesPerHour('saver'), -2);
    expect(assumedBytesPerHour('saver') / 1e6).toBeCloseTo(12.6, 1);
    expect(assumedBytesPerHour('normal')).toBeGreaterThan(assumedBytesPerHour('saver'));
  });
});
