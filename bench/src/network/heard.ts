import { compareSound, durationMs, rmsDbfs, slice, type Sound } from '@mauzin/e2e';

export interface Heard {
  /** Share of the time in which anything was heard. */
  readonly soundShare: number;
  readonly longestSilenceMs: number;
  /** How far behind a listener without faults the phone is, once it plays again; null where too little was heard. */
  readonly delayMs: number | null;
  /**
   * From the network's return to the first sound that lasts, 0 where it was never lost; null where it never came, or where
   * there was nothing to wait for.
   */
  readonly backMs: number | null;
}

/** What happened when, ms since both recordings began. */
export interface Times {
  readonly beginMs: number;
  readonly endMs: number;
  /** The network works again. */
  readonly returnMs?: number;
}

const FRAME_MS = 10;
const LOUD_DBFS = -40;
/** How long sound must last to count as back, and silence to count as lost. */
const LASTING_MS = 200;
const BEFORE_MS = 500;
/** The delay is taken from this much at the end. */
const DELAY_FROM_LAST_MS = 6000;
const MAX_DELAY_MS = 2000;

/** What a phone heard, beside one without faults. Both recordings cover the same stretch. */
export function judge(without: Sound, phone: Sound, { beginMs, endMs, returnMs }: Times): Heard {
  const loud = loudFrames(slice(phone, beginMs, endMs));
  return {
    soundShare: loud.filter(Boolean).length / Math.max(1, loud.length),
    longestSilenceMs: longestRun(loud, false) * FRAME_MS,
    delayMs: delayBehind(without, phone, endMs),
    backMs: returnMs === undefined ? null : timeToSound(phone, returnMs, endMs),
  };
}

function loudFrames(sound: Sound): boolean[] {
  return Array.from(
    { length: Math.floor(durationMs(sound) / FRAME_MS) },
    (_, i) => rmsDbfs(slice(sound, i * FRAME_MS, (i + 1) * FRAME_MS)) > LOUD_DBFS,
  );
}

function longestRun(frames: readonly boolean[], of: boolean): number {
  let [longest, current] = [0, 0];
  for (const frame of frames) {
    current = frame === of ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** What is still under way when the path breaks does not count; without any silence the sound was never away. */
function timeToSound(phone: Sound, returnMs: number, endMs: number): number | null {
  // Begins a little earlier, so that a silence is seen that ends soon.
  const beforeMs = Math.min(BEFORE_MS, returnMs);
  const loud = loudFrames(slice(phone, returnMs - beforeMs, endMs));
  const lostAt = firstLasting(loud, false, 0);
  if (lostAt === null) return 0;
  const backAt = firstLasting(loud, true, lostAt);
  return backAt === null ? null : Math.max(0, backAt * FRAME_MS - beforeMs);
}

function firstLasting(loud: readonly boolean[], of: boolean, from: number): number | null {
  const lasting = LASTING_MS / FRAME_MS;
  for (let i = from; i + lasting <= loud.length; i += 1) {
    if (loud.slice(i, i + lasting).every((frame) => frame === of)) return i;
  }
  return null;
}

function delayBehind(without: Sound, phone: Sound, endMs: number): number | null {
  const fromMs = Math.max(0, endMs - DELAY_FROM_LAST_MS);
  const options = { windowMs: 500, maxDelayMs: MAX_DELAY_MS };
  const { delayMs } = compareSound(slice(without, fromMs, endMs), slice(phone, fromMs, endMs), options);
  return delayMs?.median ?? null;
}
