import { forContext, higherIsBetter, lowerIsBetter } from '../figures.ts';
import { runBench } from '../run-bench.ts';
import { type BaselineFigures, measureSignaling, type SignalingFigures } from '../signaling/measure.ts';

runBench({
  name: 'signaling',
  figures: {
    joinsPerSecond: higherIsBetter(
      'a second',
      'listeners from nothing to one exchange of offer, answer and candidates, a second',
    ),
    baselineJoinsPerSecond: forContext(
      'a second',
      'the same at npm’s peer server, as its own client does it: an id by HTTP first',
    ),
    joinsRatio: higherIsBetter('ratio', 'ours by the baseline’s', { atLeast: 1.3 }),
    baselineBareJoinsPerSecond: forContext(
      'a second',
      'the same with an id of the client’s own: the least that this server can be used with',
    ),
    bareJoinsRatio: higherIsBetter('ratio', 'ours by that'),
    baselinePageJoinsPerSecond: forContext(
      'a second',
      'the same as a page made with peerjs does it: an id by HTTP, data first, then called back',
    ),
    pageJoinsRatio: higherIsBetter('ratio', 'ours by that page’s'),
    cpuMicrosPerJoin: lowerIsBetter('µs', 'CPU of the server for each of them, µs'),
    baselineCpuMicrosPerJoin: forContext('µs', 'the same at npm’s peer server'),
    joinP99Ms: lowerIsBetter('ms', 'how long one join takes then, p99, ms'),
    baselineJoinP99Ms: forContext('ms', 'the same at npm’s peer server'),
    baselineBareCpuMicrosPerJoin: forContext(
      'µs',
      'CPU of npm’s peer server with ids of the clients’ own, µs',
    ),
    baselineBareJoinP99Ms: forContext('ms', 'how long one join takes then, p99, ms'),
    rssKbPerIdleClient: lowerIsBetter(
      'kB',
      'resident memory for each client that is there and does nothing, kB',
    ),
    baselineRssKbPerIdleClient: forContext('kB', 'the same at npm’s peer server'),
    rssRatio: lowerIsBetter('ratio', 'ours by the baseline’s', { atMost: 0.8 }),
    rssMbWith1000Idle: lowerIsBetter('MB', 'resident memory in all with 1,000 of them, MB', { atMost: 120 }),
  },
  options: {
    listeners: { meaning: 'listeners of each wave', preset: 1_000, least: 1, most: 5_000 },
    'at-once': { meaning: 'of them at the same time', preset: 32, least: 1, most: 500 },
    rounds: { meaning: 'waves of each server that are measured', preset: 9, least: 1, most: 99 },
    idle: {
      meaning: 'clients that do nothing while memory is measured',
      preset: 1_000,
      least: 10,
      most: 10_000,
    },
    baseline: { meaning: '1: npm’s peer server beside ours; 0: ours alone', preset: 1, least: 0, most: 1 },
  },
  limitSeconds: ({ listeners, rounds, idle }) => 240 + (rounds * listeners) / 50 + idle / 50,
  takesSeconds: ({ rounds, listeners, idle, baseline }) =>
    5 + (((rounds + 5) * listeners) / 1_500 + idle / 100) * (baseline === 0 ? 1 : 3),
  quick: { rounds: 7, idle: 500, baseline: 0 },
  async run({ options, progress, defer }) {
    const { 'at-once': atOnce, baseline: withBaseline, ...rest } = options;
    const measured = { ...rest, atOnce, baseline: withBaseline === 1, progress, defer };
    const { ours, baseline } = await measureSignaling(measured);
    return {
      joinsPerSecond: ours.joinsPerSecond,
      cpuMicrosPerJoin: ours.cpuMicrosPerJoin,
      joinP99Ms: ours.joinP99Ms,
      rssKbPerIdleClient: ours.rssKbPerIdleClient,
      ...(options.idle === 1_000 ? { rssMbWith1000Idle: ours.rssMbIdle } : {}),
      ...(baseline === null ? {} : besideBaseline(ours, baseline)),
    };
  },
});

const besideBaseline = (
  ours: SignalingFigures['ours'],
  { theirs, theirBare, theirPage }: BaselineFigures,
) => ({
  baselineJoinsPerSecond: theirs.joinsPerSecond,
  joinsRatio: ours.joinsPerSecond / theirs.joinsPerSecond,
  baselineBareJoinsPerSecond: theirBare.joinsPerSecond,
  bareJoinsRatio: ours.joinsPerSecond / theirBare.joinsPerSecond,
  baselinePageJoinsPerSecond: theirPage.joinsPerSecond,
  pageJoinsRatio: ours.joinsPerSecond / theirPage.joinsPerSecond,
  baselineCpuMicrosPerJoin: theirs.cpuMicrosPerJoin,
  baselineJoinP99Ms: theirs.joinP99Ms,
  baselineBareCpuMicrosPerJoin: theirBare.cpuMicrosPerJoin,
  baselineBareJoinP99Ms: theirBare.joinP99Ms,
  baselineRssKbPerIdleClient: theirs.rssKbPerIdleClient,
  rssRatio: ours.rssKbPerIdleClient / theirs.rssKbPerIdleClient,
});
