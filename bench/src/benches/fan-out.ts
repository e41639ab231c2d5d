import { fileURLToPath } from 'node:url';
import { sampleFile } from '@mauzin/media';

import { measureBaseline } from '../fan-out/baseline.ts';
import { measureFanOut } from '../fan-out/measure.ts';
import { runBench } from '../run-bench.ts';

runBench({
  name: 'fan-out',
  figures: {
    cpuPercentPerListener: {
      meaning: 'CPU of the sender for each listener, % of a core',
      goal: { atMost: 0.1 },
    },
    marginalCpuPercentPerListener: {
      meaning: 'the same, less what the sender needs before anybody listens',
    },
    microsPerPacket: { meaning: 'CPU of the sender for each packet sent, µs' },
    rssKbPerListener: {
      meaning: 'resident memory of the sender for each listener, kB',
      goal: { atMost: 190 },
    },
    joinsPerSecond: { meaning: 'listeners from the offer to the first packet, a second, 16 at a time' },
    deliveredShare: { meaning: 'packets received of packets sent', goal: { atLeast: 1 } },
    baselineCpuPercentPerListener: {
      meaning: 'the marginal CPU of a Chromium page with one simple-peer each',
    },
    ratioToBaseline: { meaning: 'our marginal CPU for a listener by the page’s', goal: { atMost: 1 / 25 } },
  },
  options: {
    listeners: { meaning: 'listeners of the fan-out', preset: 300, least: 1, most: 600 },
    seconds: { meaning: 'length of the steady state measured', preset: 10, least: 1, most: 300 },
    'baseline-listeners': {
      meaning: 'listeners of the Chromium page; 0 leaves it out',
      preset: 20,
      least: 0,
      most: 40,
    },
  },
  limitSeconds: ({ listeners, seconds }) => 90 + listeners / 4 + 2 * seconds,
  async run({ options, progress, defer }) {
    const { listeners, seconds, 'baseline-listeners': baselineListeners } = options;
    const common = { seconds, progress, defer };
    const figures = await measureFanOut({ ...common, listeners, file: fileURLToPath(sampleFile) });
    if (baselineListeners === 0) return figures;
    const baseline = await measureBaseline({ ...common, listeners: baselineListeners });
    return {
      ...figures,
      baselineCpuPercentPerListener: baseline,
      ratioToBaseline: figures.marginalCpuPercentPerListener / baseline,
    };
  },
});
