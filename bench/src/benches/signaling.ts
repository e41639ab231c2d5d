import { runBench } from '../run-bench.ts';
import { measureSignaling } from '../signaling/measure.ts';

runBench({
  name: 'signaling',
  figures: {
    joinsPerSecond: {
      meaning: 'listeners from nothing to one exchange of offer, answer and candidates, a second',
    },
    baselineJoinsPerSecond: {
      meaning: 'the same at npm’s peer server, as its own client does it: an id by HTTP first',
    },
    joinsRatio: { meaning: 'ours by the baseline’s', goal: { atLeast: 1.3 } },
    baselineBareJoinsPerSecond: {
      meaning: 'the same with an id of the client’s own: the least that this server can be used with',
    },
    bareJoinsRatio: { meaning: 'ours by that' },
    baselinePageJoinsPerSecond: {
      meaning: 'the same as a page made with peerjs does it: an id by HTTP, data first, then called back',
    },
    pageJoinsRatio: { meaning: 'ours by that page’s' },
    cpuMicrosPerJoin: { meaning: 'CPU of the server for each of them, µs' },
    baselineCpuMicrosPerJoin: { meaning: 'the same at npm’s peer server' },
    joinP99Ms: { meaning: 'how long one join takes then, p99, ms' },
    baselineJoinP99Ms: { meaning: 'the same at npm’s peer server' },
    baselineBareCpuMicrosPerJoin: { meaning: 'CPU of npm’s peer server with ids of the clients’ own, µs' },
    baselineBareJoinP99Ms: { meaning: 'how long one join takes then, p99, ms' },
    rssKbPerIdleClient: { meaning: 'resident memory for each client that is there and does nothing, kB' },
    baselineRssKbPerIdleClient: { meaning: 'the same at npm’s peer server' },
    rssRatio: { meaning: 'ours by the baseline’s', goal: { atMost: 0.8 } },
    rssMbWith1000Idle: {
      meaning: 'resident memory in all with 1,000 of them, MB',
      goal: { atMost: 120 },
    },
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
  },
  limitSeconds: ({ listeners, rounds, idle }) => 240 + (rounds * listeners) / 50 + idle / 50,
  async run({ options, progress, defer }) {
    const { 'at-once': atOnce, idle, listeners, rounds } = options;
    const { ours, theirs, theirBare, theirPage } = await measureSignaling({
      listeners,
      atOnce,
      rounds,
      idle,
      progress,
      defer,
    });
    return {
      joinsPerSecond: ours.joinsPerSecond,
      baselineJoinsPerSecond: theirs.joinsPerSecond,
      joinsRatio: ours.joinsPerSecond / theirs.joinsPerSecond,
      baselineBareJoinsPerSecond: theirBare.joinsPerSecond,
      bareJoinsRatio: ours.joinsPerSecond / theirBare.joinsPerSecond,
      baselinePageJoinsPerSecond: theirPage.joinsPerSecond,
      pageJoinsRatio: ours.joinsPerSecond / theirPage.joinsPerSecond,
      cpuMicrosPerJoin: ours.cpuMicrosPerJoin,
      baselineCpuMicrosPerJoin: theirs.cpuMicrosPerJoin,
      joinP99Ms: ours.joinP99Ms,
      baselineJoinP99Ms: theirs.joinP99Ms,
      baselineBareCpuMicrosPerJoin: theirBare.cpuMicrosPerJoin,
      baselineBareJoinP99Ms: theirBare.joinP99Ms,
      rssKbPerIdleClient: ours.rssKbPerIdleClient,
      baselineRssKbPerIdleClient: theirs.rssKbPerIdleClient,
      rssRatio: ours.rssKbPerIdleClient / theirs.rssKbPerIdleClient,
      ...(idle === 1_000 ? { rssMbWith1000Idle: ours.rssMbIdle } : {}),
    };
  },
});
