import { measureDesktop } from '../desktop/measure.ts';
import { measureBaseline } from '../fan-out/baseline.ts';
import { runBench } from '../run-bench.ts';

runBench({
  name: 'desktop',
  figures: {
    cpuPercentLive: {
      meaning: 'CPU of all of the app’s processes on the air, nobody listening, % of a core',
    },
    cpuPercentLive50: { meaning: 'the same with the listeners asked for, % of a core' },
    rssMbLive50: {
      meaning: 'resident memory of all of the app’s processes then, shared pages counted in each, MB',
    },
    pssMbLive50: { meaning: 'the same with each shared page counted once, MB' },
    longestTaskMs: {
      meaning: 'longest task of the window’s page while all listen, ms; 0: none of 50 ms or more',
      goal: { atMost: 100 },
    },
    baselineCpuPercentPerListener: {
      meaning: 'the marginal CPU of a Chromium page with one simple-peer each',
    },
    ratioToBaseline: {
      meaning: 'the app’s marginal CPU for a listener by the page’s',
      goal: { atMost: 1 / 10 },
    },
  },
  options: {
    listeners: { meaning: 'listeners that join', preset: 50, least: 1, most: 300 },
    // Twice through the clip that is spoken: a part of it draws and encodes unlike another.
    seconds: { meaning: 'length of each steady state measured', preset: 40, least: 1, most: 300 },
    'ui-seconds': {
      meaning: 'how long the window is watched for long tasks',
      preset: 60,
      least: 1,
      most: 600,
    },
    'baseline-listeners': {
      meaning: 'listeners of the Chromium page; 0 leaves it out',
      preset: 20,
      least: 0,
      most: 40,
    },
  },
  limitSeconds: ({ seconds, 'ui-seconds': uiSeconds }) => 180 + 3 * seconds + uiSeconds,
  async run({ options, progress, defer }) {
    const { listeners, seconds, 'baseline-listeners': baselineListeners, 'ui-seconds': uiSeconds } = options;
    const closers: (() => unknown)[] = [];
    const figures = await measureDesktop({
      listeners,
      seconds,
      uiSeconds,
      progress,
      defer: (close) => {
        closers.push(close);
        defer(close);
      },
    });
    // The app must not run beside its baseline. Closing is harmless when repeated.
    for (const close of closers.reverse()) await close();
    if (baselineListeners === 0) return figures;
    const baseline = await measureBaseline({ listeners: baselineListeners, seconds, progress, defer });
    const perListener = (figures.cpuPercentLive50 - figures.cpuPercentLive) / listeners;
    return { ...figures, baselineCpuPercentPerListener: baseline, ratioToBaseline: perListener / baseline };
  },
});
