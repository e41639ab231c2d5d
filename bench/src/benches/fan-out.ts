import { fileURLToPath } from 'node:url';
import { sampleFile } from '@mauzin/media';

import { baselineCpu, baselineListeners, measureBaseline } from '../fan-out/baseline.ts';
import { measureFanOut } from '../fan-out/measure.ts';
import { higherIsBetter, lowerIsBetter } from '../figures.ts';
import { runBench } from '../run-bench.ts';

runBench({
  name: 'fan-out',
  figures: {
    cpuPercentPerListener: lowerIsBetter('% of a core', 'CPU of the sender for each listener, % of a core', {
      atMost: 0.1,
    }),
    marginalCpuPercentPerListener: lowerIsBetter(
      '% of a core',
      'the same, less what the sender needs before anybody listens',
    ),
    microsPerPacket: lowerIsBetter('µs', 'CPU of the sender for each packet sent, µs'),
    rssKbPerListener: lowerIsBetter('kB', 'resident memory of the sender for each listener, kB', {
      atMost: 190,
    }),
    joinsPerSecond: higherIsBetter(
      'a second',
      'listeners from the offer to the first packet, a second, 16 at a time',
    ),
    deliveredShare: higherIsBetter('share', 'packets received of packets sent', { atLeast: 1 }),
    baselineCpuPercentPerListener: baselineCpu,
    ratioToBaseline: lowerIsBetter('ratio', 'our marginal CPU for a listener by the page’s', {
      atMost: 1 / 25,
    }),
  },
  options: {
    listeners: { meaning: 'listeners of the fan-out', preset: 300, least: 1, most: 600 },
    seconds: { meaning: 'length of the steady state measured', preset: 10, least: 1, most: 300 },
    'baseline-listeners': baselineListeners,
  },
  limitSeconds: ({ listeners, seconds }) => 90 + listeners / 4 + 2 * seconds,
  takesSeconds: ({ listeners, seconds, 'baseline-listeners': baseline }) =>
    15 + listeners / 100 + seconds + (baseline === 0 ? 0 : 15 + seconds),
  quick: { listeners: 150, seconds: 4, 'baseline-listeners': 0 },
  async run({ options, progress, defer }) {
    const { listeners, seconds, 'baseline-listeners': pageListeners } = options;
    const common = { seconds, progress, defer };
    const figures = await measureFanOut({ ...common, listeners, file: fileURLToPath(sampleFile) });
    if (pageListeners === 0) return figures;
    const baseline = await measureBaseline({ ...common, listeners: pageListeners });
    return {
      ...figures,
      baselineCpuPercentPerListener: baseline,
      ratioToBaseline: figures.marginalCpuPercentPerListener / baseline,
    };
  },
});
