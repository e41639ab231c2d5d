/** No sound for so long, ms, is a stall, if looks came at least so often meanwhile: a page that was frozen has missed nothing yet. */
const stalledAfterMs = 1_000;
/** The first sound may take this long, ms: some virtual devices deliver a large block first. */
const firstSoundMs = 3_000;
const stalledAfterChecks = 4;
/** A capture that hands its sound over later than it once did, by more than this for so long, ms, has fallen behind. */
const behindMs = 200;
const behindForMs = 2_000;

/** What a track says of its capture (W3C mediacapture-extensions, MediaStreamTrackAudioStats); not yet in lib.dom. */
interface CaptureStats {
  /** Frames that reached the page since the track was made. */
  readonly deliveredFrames: number;
  /** From a sound being captured to its delivery, ms. */
  readonly latency: number;
}

/**
 * Watches whether sound keeps coming from an input. A device that was pulled out or hangs may leave a live track behind, without
 * an event; its frames then stop. (A silent microphone still delivers frames, of silence.)
 */
export class SoundFlow {
  readonly #track: MediaStreamTrack;
  #frames: number;
  #movedAtMs: number;
  #idleChecks = 0;
  #flowed = false;
  #leastLatencyMs = Infinity;
  #lateSinceMs: number | null = null;

  constructor(track: MediaStreamTrack, nowMs: number) {
    this.#track = track;
    this.#frames = statsOf(track)?.deliveredFrames ?? 0;
    this.#movedAtMs = nowMs;
  }

  /** Looks once; to be called a few times a second. `behind`: it comes, but much later than it should. */
  check(nowMs: number): 'fine' | 'stalled' | 'behind' {
    const stats = statsOf(this.#track);
    const frames = stats?.deliveredFrames ?? 0;
    const moved = !this.#track.muted && (!stats || frames !== this.#frames);
    this.#frames = frames;
    if (moved) {
      this.#movedAtMs = nowMs;
      this.#idleChecks = 0;
      this.#flowed = true;
      return stats && this.#fallsBehind(stats.latency, nowMs) ? 'behind' : 'fine';
    }
    this.#idleChecks += 1;
    const patienceMs = this.#flowed ? stalledAfterMs : firstSoundMs;
    const stalled = nowMs - this.#movedAtMs >= patienceMs && this.#idleChecks >= stalledAfterChecks;
    return stalled ? 'stalled' : 'fine';
  }

  /** Sound came at the last look. */
  get flowing(): boolean {
    return this.#idleChecks === 0;
  }

  #fallsBehind(latencyMs: number, nowMs: number): boolean {
    this.#leastLatencyMs = Math.min(this.#leastLatencyMs, latencyMs);
    if (latencyMs - this.#leastLatencyMs <= behindMs) this.#lateSinceMs = null;
    else this.#lateSinceMs ??= nowMs;
    return this.#lateSinceMs !== null && nowMs - this.#lateSinceMs >= behindForMs;
  }
}

/** Null where the browser does not tell: for sound that is no input's, and in older ones. */
function statsOf(track: MediaStreamTrack): CaptureStats | null {
  const { stats } = track as { readonly stats?: unknown };
  if (typeof stats !== 'object' || stats === null) return null;
  const { deliveredFrames, latency } = stats as Partial<Record<keyof CaptureStats, unknown>>;
  if (typeof deliveredFrames !== 'number') return null;
  return { deliveredFrames, latency: typeof latency === 'number' ? latency : 0 };
}
