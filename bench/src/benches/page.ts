import { openChromium } from '@mauzin/e2e';

import { measureTaps } from '../latency/measure-taps.ts';
import { openStage } from '../latency/stage.ts';
import { type Load, measureLoad } from '../page/loads.ts';
import { bundle } from '../pages/bundle.ts';
import { openPeerJs } from '../peerjs/open-peerjs.ts';
import { runBench } from '../run-bench.ts';
import { median, quantile } from '../statistics.ts';

runBench({
  name: 'page',
  figures: {
    firstContentfulPaintMs: { meaning: 'first paint of something to read, slow 4G, processor 4 × slower' },
    readyMs: { meaning: 'until the big button reacts, the same' },
    gzipBytes: {
      meaning: 'all that a visit loads, compressed as it is transferred',
      goal: { atMost: 45_000 },
    },
    requests: { meaning: 'in so many requests' },
    tapToSoundMedianMs: { meaning: 'from the tap on Listen to the first sound, on loopback' },
    tapToSoundP95Ms: { meaning: 'the same, 95 of 100 taps', goal: { atMost: 500 } },
    baselineFirstContentfulPaintMs: { meaning: 'the same of a page made with PeerJS' },
    baselineReadyMs: { meaning: 'the same of a page made with PeerJS' },
    baselineGzipBytes: { meaning: 'the same of a page made with PeerJS' },
    baselineRequests: { meaning: 'the same of a page made with PeerJS' },
    baselineTapToSoundMedianMs: { meaning: 'the same of a page made with PeerJS' },
    baselineTapToSoundP95Ms: { meaning: 'the same of a page made with PeerJS' },
    fcpRatio: { meaning: 'first paint, ours by the baseline’s' },
    readyRatio: { meaning: 'until the button reacts, ours by the baseline’s' },
    bytesRatio: { meaning: 'bytes, ours by the baseline’s' },
    tapToSoundRatio: { meaning: 'median from tap to sound, ours by the baseline’s' },
  },
  options: {
    loads: { meaning: 'visits to each page', preset: 9, least: 1, most: 100 },
    taps: { meaning: 'taps on each page', preset: 24, least: 1, most: 500 },
  },
  limitSeconds: ({ loads, taps }) => 90 + loads * 2 * 15 + taps * 2 * 10,
  async run({ options: { loads, taps }, progress, defer }) {
    const stage = await openStage(defer);
    const peerJs = await openPeerJs(stage.pulse, defer);
    const [ours, theirs] = await measureLoads([stage.link, peerJs.link], loads, progress);
    await peerJs.broadcast(stage.mixer);
    const waits = await measureTaps(stage, taps, progress);
    const baselineWaits = await measureTaps({ ...stage, link: peerJs.link }, taps, progress);
    return {
      firstContentfulPaintMs: ours.firstContentfulPaintMs,
      readyMs: ours.readyMs,
      gzipBytes: ours.bytes,
      requests: ours.requests,
      tapToSoundMedianMs: median(waits),
      tapToSoundP95Ms: quantile(waits, 0.95),
      baselineFirstContentfulPaintMs: theirs.firstContentfulPaintMs,
      baselineReadyMs: theirs.readyMs,
      baselineGzipBytes: theirs.bytes,
      baselineRequests: theirs.requests,
      baselineTapToSoundMedianMs: median(baselineWaits),
      baselineTapToSoundP95Ms: quantile(baselineWaits, 0.95),
      fcpRatio: ours.firstContentfulPaintMs / theirs.firstContentfulPaintMs,
      readyRatio: ours.readyMs / theirs.readyMs,
      bytesRatio: ours.bytes / theirs.bytes,
      tapToSoundRatio: median(waits) / median(baselineWaits),
    };
  },
});

/** The pages take turns; the medians of each. The first visits, which also warm up the browser itself, do not count. */
async function measureLoads(
  links: readonly [string, string],
  loads: number,
  progress: (text: string) => void,
): Promise<[Load, Load]> {
  const visits: [Load[], Load[]] = [[], []];
  const watchForReady = await bundle('watch-for-ready.ts');
  const phone = await openChromium();
  try {
    for (let round = -1; round < loads; round += 1) {
      for (const side of [0, 1] as const) {
        const load = await measureLoad(phone.context, links[side], watchForReady);
        if (round >= 0) visits[side].push(load);
      }
    }
  } finally {
    await phone.close();
  }
  const medians = visits.map((side) => mediansOf(side)) as [Load, Load];
  const [ours, theirs] = medians.map(
    ({ firstContentfulPaintMs, readyMs, bytes }) =>
      `first paint ${firstContentfulPaintMs.toFixed(0)} ms, ready ${readyMs.toFixed(0)} ms, ${bytes} bytes`,
  );
  progress(`ours: ${ours}; PeerJS: ${theirs}`);
  return medians;
}

const mediansOf = (loads: readonly Load[]): Load => ({
  firstContentfulPaintMs: median(loads.map((load) => load.firstContentfulPaintMs)),
  readyMs: median(loads.map((load) => load.readyMs)),
  bytes: median(loads.map((load) => load.bytes)),
  requests: median(loads.map((load) => load.requests)),
});
