import { type DesktopMeasured, measureDesktop, middle, perListener } from '../desktop/measure.ts';
import { type ByPart, sumOf } from '../desktop/usage.ts';
import { baselineCpu, baselineListeners, measureBaseline } from '../fan-out/baseline.ts';
import { forContext, lowerIsBetter } from '../figures.ts';
import { runBench } from '../run-bench.ts';
import { median } from '../statistics.ts';

runBench({
  name: 'desktop',
  figures: {
    cpuPercentIdleHidden: lowerIsBetter(
      '% of a core',
      'CPU of page, helpers and engine off the air with the window hidden',
      { atMost: 5 },
    ),
    cpuPercentLive: lowerIsBetter(
      '% of a core',
      'the same on the air with the window seen, nobody listening',
      { atMost: 20 },
    ),
    cpuPercentLive50: lowerIsBetter('% of a core', 'the same with the listeners asked for', { atMost: 22 }),
    pageCpuPercentLive: lowerIsBetter('% of a core', 'of cpuPercentLive: the window’s page'),
    helpersCpuPercentLive: lowerIsBetter(
      '% of a core',
      'of cpuPercentLive: drawing, sound devices, network, storage',
    ),
    engineCpuPercentLive: lowerIsBetter('% of a core', 'of cpuPercentLive: the engine'),
    mainCpuPercentLive: forContext('% of a core', 'listed: main, on the stand-in with what steers Chromium'),
    standInCpuPercentLive: forContext('% of a core', 'listed: Chromium as a browser, which Electron has not'),
    cpuPercentPerListener: forContext('% of a core', 'what one more listener costs, median of the rounds'),
    cpuPercentPerListenerLeast: forContext('% of a core', 'the same, least of the rounds'),
    cpuPercentPerListenerMost: forContext('% of a core', 'the same, most of the rounds'),
    pssMbLive50: lowerIsBetter(
      'MB',
      'memory of page, helpers and engine with the listeners, shared pages counted once',
      { atMost: 450 },
    ),
    rssMbLive50: lowerIsBetter('MB', 'the same with shared pages counted in each process'),
    pagePssMbLive50: lowerIsBetter('MB', 'of pssMbLive50: the window’s page'),
    helpersPssMbLive50: lowerIsBetter('MB', 'of pssMbLive50: the helpers'),
    enginePssMbLive50: lowerIsBetter('MB', 'of pssMbLive50: the engine'),
    mainPssMbLive50: forContext('MB', 'listed: main, on the stand-in with what steers Chromium'),
    standInPssMbLive50: forContext('MB', 'listed: Chromium as a browser'),
    longestTaskMs: lowerIsBetter(
      'ms',
      'longest task of the window’s page while all listen; 0: none of 50 ms or more',
      { atMost: 100 },
    ),
    baselineCpuPercentPerListener: baselineCpu,
    ratioToBaseline: lowerIsBetter('ratio', 'the app’s marginal CPU for a listener by the page’s', {
      atMost: 1 / 10,
    }),
  },
  options: {
    listeners: { meaning: 'listeners that join', preset: 50, least: 1, most: 300 },
    rounds: { meaning: 'turns without and with them', preset: 5, least: 1, most: 20 },
    // Twice through the clip that is spoken: a part of it draws and encodes unlike another.
    seconds: { meaning: 'length of each steady state measured', preset: 40, least: 1, most: 300 },
    'ui-seconds': {
      meaning: 'how long the window is watched for long tasks',
      preset: 60,
      least: 1,
      most: 600,
    },
    'baseline-listeners': baselineListeners,
  },
  limitSeconds: ({ rounds, seconds, 'ui-seconds': uiSeconds }) =>
    240 + 2 * seconds + rounds * (2 * seconds + 70) + uiSeconds,
  takesSeconds: ({ rounds, seconds, 'ui-seconds': uiSeconds }) =>
    60 + 2 * seconds + rounds * (2 * seconds + 15) + uiSeconds,
  quick: null,
  async run({ options, progress, defer }) {
    const { listeners, rounds, seconds } = options;
    const closers: (() => unknown)[] = [];
    const measured = await measureDesktop({
      listeners,
      rounds,
      seconds,
      uiSeconds: options['ui-seconds'],
      progress,
      defer: (close) => {
        closers.push(close);
        defer(close);
      },
    });
    // The app must not run beside its baseline. Closing is harmless when repeated.
    for (const close of closers.reverse()) await close();
    const figures = figuresOf(measured, listeners);
    if (options['baseline-listeners'] === 0) return figures;
    const baseline = await measureBaseline({
      listeners: options['baseline-listeners'],
      seconds,
      progress,
      defer,
    });
    return {
      ...figures,
      baselineCpuPercentPerListener: baseline,
      ratioToBaseline: figures.cpuPercentPerListener / baseline,
    };
  },
});

function figuresOf(measured: DesktopMeasured, listeners: number) {
  const { counted, idleHidden, longestTaskMs, pssMb, rssMb } = measured;
  const each = perListener(measured, listeners);
  const alone = middle(measured.alone);
  const middleSum = (states: readonly ByPart[]): number =>
    median(states.map((state) => sumOf(state, counted)));
  return {
    cpuPercentIdleHidden: sumOf(idleHidden, counted),
    cpuPercentLive: middleSum(measured.alone),
    cpuPercentLive50: middleSum(measured.heard),
    pageCpuPercentLive: alone.page,
    helpersCpuPercentLive: alone.helpers,
    engineCpuPercentLive: alone.engine,
    mainCpuPercentLive: alone.main,
    standInCpuPercentLive: alone.standIn,
    cpuPercentPerListener: median(each),
    cpuPercentPerListenerLeast: Math.min(...each),
    cpuPercentPerListenerMost: Math.max(...each),
    pssMbLive50: sumOf(pssMb, counted),
    rssMbLive50: sumOf(rssMb, counted),
    pagePssMbLive50: pssMb.page,
    helpersPssMbLive50: pssMb.helpers,
    enginePssMbLive50: pssMb.engine,
    mainPssMbLive50: pssMb.main,
    standInPssMbLive50: pssMb.standIn,
    longestTaskMs,
  };
}
