import type { RecordingPeriod } from '@mauzin/desktop-contract';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Whether a recording that was begun then belongs to an hour, or a day, of before, by this machine's time of day. Epoch ms. */
export function isPeriodOver(period: RecordingPeriod, begunAtMs: number, nowMs: number): boolean {
  if (period === 'broadcast') return false;
  const of = period === 'hour' ? hourOf : dayOf;
  return of(begunAtMs) !== of(nowMs);
}

/** In autumn an hour comes twice, and is another one the second time. */
function hourOf(ms: number): string {
  const offsetMs = new Date(ms).getTimezoneOffset() * minuteMs;
  return `${offsetMs} ${Math.floor((ms - offsetMs) / hourMs)}`;
}

const dayOf = (ms: number): string => new Date(ms).toDateString();
