import { measureRelay } from '../relay/measure.ts';
import { runBench } from '../run-bench.ts';

runBench({
  name: 'relay',
  figures: {
    cpuPercentPerListener: {
      meaning: 'CPU of the processes that forward sound, for each listener, % of a core',
      goal: { atMost: 0.1 },
    },
    rssKbPerListener: {
      meaning: 'resident memory of those processes for each listener, kB',
      goal: { atMost: 190 },
    },
    forwardP99Ms: {
      meaning:
        'from the broadcaster through the relay to a listener, p99, while others join and pages are served, ms',
      goal: { atMost: 10 },
    },
    forwardMedianMs: { meaning: 'the same, the median' },
    restP99Ms: { meaning: 'the same, p99, while nobody else listens' },
    busyJoinsPerSecond: { meaning: 'listeners who joined meanwhile, heard something and left, a second' },
    deliveredShare: { meaning: 'packets received of packets sent', goal: { atLeast: 0.9999 } },
    listenersHeld: {
      meaning: 'listeners to whom all packets came, on this machine',
      goal: { atLeast: 1_000 },
    },
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
  run: ({ options, progress, defer }) => measureRelay({ ...options, progress, defer }),
});
