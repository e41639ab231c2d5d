import { measureLoss } from '../loss/measure.ts';
import { forContext, lowerIsBetter } from '../figures.ts';
import { runBench } from '../run-bench.ts';

const meaning = (percent: number): string => `share of samples made up at ${percent} % loss, with RED`;
const without = forContext('share', 'the same without RED');

runBench({
  name: 'loss',
  figures: {
    concealedAt0: lowerIsBetter('share', meaning(0)),
    concealedAt0WithoutRed: without,
    concealedAt5: lowerIsBetter('share', meaning(5)),
    concealedAt5WithoutRed: without,
    concealedAt10: lowerIsBetter('share', meaning(10), { atMost: 0.01 }),
    concealedAt10WithoutRed: without,
    concealedAt20: lowerIsBetter('share', meaning(20)),
    concealedAt20WithoutRed: without,
  },
  options: {
    listeners: {
      meaning: 'listeners for each share of loss, and again without RED',
      preset: 8,
      least: 1,
      most: 20,
    },
    seconds: { meaning: 'how long they hear', preset: 30, least: 5, most: 300 },
    seed: { meaning: 'the same seed loses the same packets', preset: 1, least: 0, most: 1_000_000 },
  },
  limitSeconds: ({ listeners, seconds }) => 60 + seconds + 10 * listeners,
  takesSeconds: ({ listeners, seconds }) => 15 + seconds + listeners,
  quick: null,
  async run({ options, progress, defer }) {
    const groups = await measureLoss({ ...options, progress, defer });
    return Object.fromEntries(
      groups.map(({ lossPercent, red, concealed }) => [
        `concealedAt${lossPercent}${red ? '' : 'WithoutRed'}`,
        concealed,
      ]),
    );
  },
});
