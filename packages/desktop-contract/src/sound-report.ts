import * as v from 'valibot';

/** How one source stands. `stand-in`: its device is away and another one is heard in its place. */
export const sourceSounds = ['opening', 'open', 'stand-in', 'missing', 'denied', 'failed'] as const;
export type SourceSound = (typeof sourceSounds)[number];

const levelDbfs = v.pipe(v.number(), v.minValue(-200), v.maxValue(40));

/** How often the window reports, ms. */
export const soundReportEveryMs = 250;

/** What the window's mix is like, told to main each `soundReportEveryMs`, on the air or not. */
export const soundReportSchema = v.object({
  /** RMS of the mix since the last report, dBFS. */
  levelDbfs,
  /** Highest sample of the mix since the last report, dBFS. */
  peakDbfs: levelDbfs,
  sources: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.maxLength(40)),
        /** The device's name; empty for the system's own sound and the system's default input. */
        label: v.pipe(v.string(), v.maxLength(256)),
        kind: v.picklist(['device', 'default', 'system']),
        sound: v.picklist(sourceSounds),
      }),
    ),
    v.maxLength(16),
  ),
});
export type SoundReport = v.InferOutput<typeof soundReportSchema>;

/** The way of the sound to listeners elsewhere, by the service's relay; absent: the direct one. */
const by = v.optional(v.literal('relay'));

/** What the app hears of itself through the public path, as the window measures it. */
export const sentinelStateSchema = v.variant('name', [
  /** Not on the air, or not asked to listen. */
  v.object({ name: v.literal('off') }),
  /** Connecting, or listening for long enough to tell. */
  v.object({ name: v.literal('listening') }),
  /** Listeners hear the mix. `behindMs`: from the mix leaving the graph to its sound at a listener. */
  v.object({
    name: v.literal('heard'),
    behindMs: v.pipe(v.number(), v.minValue(0), v.maxValue(60_000)),
    by,
  }),
  /** The mix has sound and none of it arrives. `forMs`: for how long, ms. */
  v.object({ name: v.literal('not-heard'), forMs: v.pipe(v.number(), v.minValue(0)), by }),
]);
export type SentinelState = v.InferOutput<typeof sentinelStateSchema>;
