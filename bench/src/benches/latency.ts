import { measureDelays } from '../latency/measure-delays.ts';
import { measureTaps } from '../latency/measure-taps.ts';
import { openStage } from '../latency/stage.ts';
import { forContext, lowerIsBetter } from '../figures.ts';
import { runBench } from '../run-bench.ts';
import { median, quantile } from '../statistics.ts';

const LEAST_WINDOWS = 10;

runBench({
  name: 'latency',
  figures: {
    medianMs: lowerIsBetter('ms', 'from the mixer to the phone’s speaker, through the fan-out'),
    p95Ms: lowerIsBetter('ms', 'the same, 95 of 100 windows'),
    baselineMedianMs: forContext('ms', 'the same, by simple-peer straight to the phone'),
    baselineP95Ms: forContext('ms', 'the same, 95 of 100 windows'),
    addedMs: forContext('ms', 'what the fan-out adds to the median', { atMost: 10 }),
    tapToSoundMedianMs: lowerIsBetter('ms', 'from the tap on Listen to the first sound'),
    tapToSoundP95Ms: lowerIsBetter('ms', 'the same, 95 of 100 taps', { atMost: 500 }),
  },
  options: {
    rounds: { meaning: 'times that the phone listens each way', preset: 8, least: 1, most: 50 },
    seconds: { meaning: 'length of each time', preset: 4, least: 3, most: 120 },
    taps: { meaning: 'taps on the listener page', preset: 24, least: 1, most: 500 },
  },
  limitSeconds: ({ rounds, seconds, taps }) => 90 + rounds * 2 * (seconds + 25) + taps * 10,
  takesSeconds: ({ rounds, seconds, taps }) => 15 + rounds * 2 * (seconds + 6) + taps * 2,
  quick: null,
  async run({ options, progress, defer }) {
    const stage = await openStage(defer);
    const { throughFanOut, direct } = await measureDelays(stage, { ...options, progress });
    for (const windows of [throughFanOut, direct]) {
      if (windows.length < Math.min(LEAST_WINDOWS, options.rounds))
        throw new Error('the phone did not hear the mixer');
    }
    progress(`${throughFanOut.length} windows through the fan-out, ${direct.length} directly`);
    const taps = await measureTaps(stage, options.taps, progress);
    return {
      medianMs: median(throughFanOut),
      p95Ms: quantile(throughFanOut, 0.95),
      baselineMedianMs: median(direct),
      baselineP95Ms: quantile(direct, 0.95),
      addedMs: median(throughFanOut) - median(direct),
      tapToSoundMedianMs: median(taps),
      tapToSoundP95Ms: quantile(taps, 0.95),
    };
  },
});
