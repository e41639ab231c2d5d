import { measureRelay } from '../relay/measure.ts';
import { higherIsBetter, lowerIsBetter } from '../figures.ts';
import { runBench } from '../run-bench.ts';

runBench({
  name: 'relay',
  figures: {
    cpuPercentPerListener: lowerIsBetter(
      '% of a core',
      'CPU of the processes that forward sound, for each listener, % of a core',
      { atMost: 0.1 },
    ),
    rssKbPerListener: lowerIsBetter('kB', 'resident memory of those processes for each listener, kB', {
      atMost: 190,
    }),
    forwardP99Ms: lowerIsBetter(
      'ms',
      'from the broadcaster through the relay to a listener, p99, while others join and pages are served, ms',
      { atMost: 10 },
    ),
    forwardMedianMs: lowerIsBetter('ms', 'the same, the median'),
    restP99Ms: lowerIsBetter('ms', 'the same, p99, while nobody else listens'),
    busyJoinsPerSecond: higherIsBetter(
      'a second',
      'listeners who joined meanwhile, heard something and left, a second',
    ),
    deliveredShare: higherIsBetter('share', 'packets received of packets sent', { atLeast: 0.9999 }),
    listenersHeld: higherIsBetter('listeners', 'listeners to whom all packets came, on this machine', {
      atLeast: 1_000,
    }),
  },
  options: {
    listeners: { meaning: 'listeners while it is measured', preset: 300, least: 1, most: 600 },
    seconds: { meaning: 'length of each state measured', preset: 10, least: 1, most: 300 },
    held: {
      meaning: 'listeners that are tried to be held; 0: not tried',
      preset: 1_000,
      least: 0,
      most: 4_000,
    },
  },
  limitSeconds: ({ listeners, seconds, held }) => 120 + (listeners + held) / 5 + 4 * seconds,
  takesSeconds: ({ listeners, seconds, held }) => 12 + listeners / 50 + 3 * seconds + held / 14,
  quick: { listeners: 100, seconds: 4, held: 0 },
  run: ({ options, progress, defer }) => measureRelay({ ...options, progress, defer }),
});
