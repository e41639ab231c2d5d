import { setTimeout as delay } from 'node:timers/promises';
import { canNetwork, type Network } from '@mauzin/e2e';

import { measureChanges } from '../network/measure-changes.ts';
import { BACK_LIMIT_MS, type Measured, measureFault } from '../network/measure-faults.ts';
import { openNetworkStage } from '../network/stage.ts';
import { openPeerJs } from '../peerjs/open-peerjs.ts';
import { forContext, higherIsBetter, lowerIsBetter } from '../figures.ts';
import { runBench } from '../run-bench.ts';
import { median } from '../statistics.ts';

const LOSS = 0.1;
const OUTAGE_MS = 10_000;
/** 200 ms ± 80 ms, on the way to the phone. */
const JITTER = { delayMs: 120, jitterMs: 160 };

type Fault = Parameters<typeof measureFault>[2];

runBench({
  name: 'network',
  figures: {
    changeMedianSilenceMs: lowerIsBetter('ms', 'a new connection in place of a good one: silence'),
    changeLongestSilenceMs: lowerIsBetter('ms', 'the same, longest of all', { atMost: 50 }),
    lossSoundShare: higherIsBetter('share', '10 % random loss: share of the time with sound'),
    lossLongestSilenceMs: lowerIsBetter('ms', 'the same: longest silence'),
    lossConcealedShare: lowerIsBetter('share', 'the same: share of the sound that the receiver made up'),
    lossDelayMs: lowerIsBetter('ms', 'the same: delay behind a phone without faults'),
    jitterSoundShare: higherIsBetter('share', '200 ms ± 80 ms: share of the time with sound'),
    jitterLongestSilenceMs: lowerIsBetter('ms', 'the same: longest silence'),
    jitterConcealedShare: lowerIsBetter('share', 'the same: share of the sound that the receiver made up'),
    jitterDelayMs: lowerIsBetter('ms', 'the same: delay behind a phone without faults'),
    outageBackMs: lowerIsBetter('ms', '10 s outage: from its end to sound, longest', { atMost: 3000 }),
    outageLongestSilenceMs: lowerIsBetter('ms', 'the same: longest silence, the outage in it'),
    outageSoundShare: higherIsBetter(
      'share',
      'the same: share of the time with sound, from its begin to 7 s after sound',
    ),
    outageDelayMs: lowerIsBetter('ms', 'the same: delay afterwards behind a phone without faults'),
    addressBackMs: lowerIsBetter('ms', 'change of address: from it to sound, longest', { atMost: 3000 }),
    addressLongestSilenceMs: lowerIsBetter('ms', 'the same: longest silence'),
    addressSoundShare: higherIsBetter('share', 'the same: share of the time with sound, to 7 s after sound'),
    addressDelayMs: lowerIsBetter('ms', 'the same: delay afterwards behind a phone without faults'),
    baselineLossLongestSilenceMs: forContext(
      'ms',
      'a page made with PeerJS, 10 % random loss: longest silence',
    ),
    baselineLossConcealedShare: forContext('share', 'the same: share of the sound that the receiver made up'),
    baselineOutageBackMs: forContext(
      'ms',
      'a page made with PeerJS, 10 s outage: from its end to sound (40 s: never)',
    ),
    baselineAddressBackMs: forContext(
      'ms',
      'a page made with PeerJS, change of address: to sound (40 s: never)',
    ),
  },
  options: {
    rounds: { meaning: 'outages and changes of address', preset: 3, least: 1, most: 20 },
    changes: { meaning: 'new connections without any fault', preset: 10, least: 1, most: 200 },
    seconds: { meaning: 'of loss and of jitter', preset: 20, least: 5, most: 120 },
  },
  limitSeconds: ({ rounds, seconds, changes }) => 300 + rounds * 140 + seconds * 4 + changes * 15,
  takesSeconds: ({ rounds, seconds, changes }) => 120 + rounds * 55 + seconds * 3 + changes * 7,
  quick: null,
  whyNot: canNetwork,
  async run({ options: { rounds, seconds, changes }, progress, defer }) {
    const stage = await openNetworkStage(defer);
    const { network, station } = stage;
    const faults = faultsOf(network, seconds);
    const measure = async (what: string, link: string, fault: Fault): Promise<Measured> => {
      const measured = await measureFault(stage, link, fault);
      await network.lose(0);
      progress(`${what}: ${JSON.stringify(measured)}`);
      return measured;
    };
    const repeat = async (what: string, fault: Fault): Promise<Measured[]> => {
      const all: Measured[] = [];
      for (let round = 0; round < rounds; round += 1) all.push(await measure(what, station.link, fault));
      return all;
    };

    const silences = await measureChanges(stage, changes);
    progress(`silence of each change: ${silences.join(', ')} ms`);
    const loss = await measure('loss', station.link, faults.loss);
    const outages = await repeat('outage', faults.outage);
    const addresses = await repeat('address', faults.address);
    const peerJs = await openPeerJs(stage.pulse, defer, network.station);
    await peerJs.broadcast(await stage.openMixer());
    const theirs = {
      loss: await measure('PeerJS, loss', peerJs.link, faults.loss),
      outage: await measure('PeerJS, outage', peerJs.link, faults.outage),
      address: await measure('PeerJS, address', peerJs.link, faults.address),
    };
    // The jitter stays for good, for whoever connects from then on: so it comes last.
    await network.forwardUdp(station.port, JITTER);
    const jitter = await measure('jitter', station.link, faults.none);
    return {
      changeMedianSilenceMs: median(silences),
      changeLongestSilenceMs: longest(silences),
      lossSoundShare: loss.soundShare,
      lossLongestSilenceMs: loss.longestSilenceMs,
      lossConcealedShare: loss.concealedShare,
      ...delayNamed('lossDelayMs', [loss]),
      jitterSoundShare: jitter.soundShare,
      jitterLongestSilenceMs: jitter.longestSilenceMs,
      jitterConcealedShare: jitter.concealedShare,
      ...delayNamed('jitterDelayMs', [jitter]),
      outageBackMs: longest(outages.map(backMs)),
      outageLongestSilenceMs: longest(outages.map(({ longestSilenceMs }) => longestSilenceMs)),
      outageSoundShare: least(outages.map(({ soundShare }) => soundShare)),
      ...delayNamed('outageDelayMs', outages),
      addressBackMs: longest(addresses.map(backMs)),
      addressLongestSilenceMs: longest(addresses.map(({ longestSilenceMs }) => longestSilenceMs)),
      addressSoundShare: least(addresses.map(({ soundShare }) => soundShare)),
      ...delayNamed('addressDelayMs', addresses),
      baselineLossLongestSilenceMs: theirs.loss.longestSilenceMs,
      baselineLossConcealedShare: theirs.loss.concealedShare,
      baselineOutageBackMs: backMs(theirs.outage),
      baselineAddressBackMs: backMs(theirs.address),
    };
  },
});

const longest = (values: readonly number[]): number => Math.max(...values);
const least = (values: readonly number[]): number => Math.min(...values);
const backMs = (measured: Measured): number => measured.backMs ?? BACK_LIMIT_MS;

/** The delay, by name; left out where so little was heard that none can be told. */
function delayNamed<N extends string>(name: N, all: readonly Measured[]): Partial<Record<N, number>> {
  const delays = all.map(({ delayMs }) => delayMs).filter((delayMs) => delayMs !== null);
  return delays.length === 0 ? {} : ({ [name]: longest(delays) } as Partial<Record<N, number>>);
}

function faultsOf(network: Network, seconds: number): Record<'loss' | 'outage' | 'address' | 'none', Fault> {
  return {
    async loss() {
      await network.lose(LOSS);
      await delay(seconds * 1000);
      return {};
    },
    async outage(mark) {
      await network.cut();
      await delay(OUTAGE_MS);
      const returnMs = mark();
      await network.mend();
      return { returnMs };
    },
    async address(mark) {
      const returnMs = mark();
      await network.changePhoneAddress();
      return { returnMs };
    },
    async none() {
      await delay(seconds * 1000);
      return {};
    },
  };
}
