import { openChromium } from '@mauzin/e2e';

import { measureTaps } from '../latency/measure-taps.ts';
import { openStage } from '../latency/stage.ts';
import { type Load, measureLoad } from '../page/loads.ts';
import { bundle } from '../pages/bundle.ts';
import { openPeerJs } from '../peerjs/open-peerjs.ts';
import { forContext, lowerIsBetter } from '../figures.ts';
import { runBench } from '../run-bench.ts';
import { median, quantile } from '../statistics.ts';

runBench({
  name: 'page',
  figures: {
    firstContentfulPaintMs: lowerIsBetter(
      'ms',
      'first paint of something to read, slow 4G, processor 4 × slower',
    ),
    readyMs: lowerIsBetter('ms', 'until the big button reacts, the same'),
    gzipBytes: lowerIsBetter('bytes', 'all that a visit loads, compressed as it is transferred', {
      atMost: 45_000,
    }),
    requests: lowerIsBetter('requests', 'in so many requests'),
    tapToSoundMedianMs: lowerIsBetter('ms', 'from the tap on Listen to the first sound, on loopback'),
    tapToSoundP95Ms: lowerIsBetter('ms', 'the same, 95 of 100 taps', { atMost: 500 }),
    baselineFirstContentfulPaintMs: forContext('ms', 'the same of a page made with PeerJS'),
    baselineReadyMs: forContext('ms', 'the same of a page made with PeerJS'),
    baselineGzipBytes: forContext('bytes', 'the same of a page made with PeerJS'),
    baselineRequests: forContext('requests', 'the same of a page made with PeerJS'),
    baselineTapToSoundMedianMs: forContext('ms', 'the same of a page made with PeerJS'),
    baselineTapToSoundP95Ms: forContext('ms', 'the same of a page made with PeerJS'),
    fcpRatio: lowerIsBetter('ratio', 'first paint, ours by the baseline’s'),
    readyRatio: lowerIsBetter('ratio', 'until the button reacts, ours by the baseline’s'),
    bytesRatio: lowerIsBetter('ratio', 'bytes, ours by the baseline’s'),
    tapToSoundRatio: lowerIsBetter('ratio', 'median from tap to sound, ours by the baseline’s'),
  },
  options: {
    loads: { meaning: 'visits to each page', preset: 9, least: 1, most: 100 },
    taps: { meaning: 'taps on each page; 0: none is made', preset: 24, least: 0, most: 500 },
    baseline: {
      meaning: '1: a page made with PeerJS beside ours; 0: ours alone',
      preset: 1,
      least: 0,
      most: 1,
    },
  },
  limitSeconds: ({ loads, taps }) => 90 + loads * 2 * 15 + taps * 2 * 10,
  takesSeconds: ({ loads, taps, baseline }) => 10 + (loads * 4 + taps * 2) * (baseline === 0 ? 1 : 2),
  quick: { loads: 2, taps: 0, baseline: 0 },
  async run({ options: { loads, taps, baseline }, progress, defer }) {
    const stage = await openStage(defer);
    const peerJs = baseline === 0 ? null : await openPeerJs(stage.pulse, defer);
    const links = peerJs === null ? [stage.link] : [stage.link, peerJs.link];
    const [ours, theirs] = await measureLoads(links, loads, progress);
    if (ours === undefined) throw new Error('no page was visited');
    await peerJs?.broadcast(stage.mixer);
    const tap = (link: string): Promise<number[]> =>
      taps === 0 ? Promise.resolve([]) : measureTaps({ ...stage, link }, taps, progress);
    const waits = await tap(stage.link);
    if (peerJs === null || theirs === undefined) return { ...loadFigures(ours), ...tapFigures(waits) };
    const baselineWaits = await tap(peerJs.link);
    return {
      ...loadFigures(ours),
      ...tapFigures(waits),
      baselineFirstContentfulPaintMs: theirs.firstContentfulPaintMs,
      baselineReadyMs: theirs.readyMs,
      baselineGzipBytes: theirs.bytes,
      baselineRequests: theirs.requests,
      fcpRatio: ours.firstContentfulPaintMs / theirs.firstContentfulPaintMs,
      readyRatio: ours.readyMs / theirs.readyMs,
      bytesRatio: ours.bytes / theirs.bytes,
      ...(taps === 0
        ? {}
        : {
            baselineTapToSoundMedianMs: median(baselineWaits),
            baselineTapToSoundP95Ms: quantile(baselineWaits, 0.95),
            tapToSoundRatio: median(waits) / median(baselineWaits),
          }),
    };
  },
});

const loadFigures = (load: Load) => ({
  firstContentfulPaintMs: load.firstContentfulPaintMs,
  readyMs: load.readyMs,
  gzipBytes: load.bytes,
  requests: load.requests,
});

const tapFigures = (waits: readonly number[]) =>
  waits.length === 0 ? {} : { tapToSoundMedianMs: median(waits), tapToSoundP95Ms: quantile(waits, 0.95) };

/** The pages take turns; the medians of each. The first visits, which also warm up the browser itself, do not count. */
async function measureLoads(
  links: readonly string[],
  loads: number,
  progress: (text: string) => void,
): Promise<readonly Load[]> {
  const turns = links.map((link) => ({ link, visits: [] as Load[] }));
  const watchForReady = await bundle('watch-for-ready.ts');
  const phone = await openChromium();
  try {
    for (let round = -1; round < loads; round += 1) {
      for (const { link, visits } of turns) {
        const load = await measureLoad(phone.context, link, watchForReady);
        if (round >= 0) visits.push(load);
      }
    }
  } finally {
    await phone.close();
  }
  const medians = turns.map(({ visits }) => mediansOf(visits));
  const [ours, theirs] = medians.map(
    ({ firstContentfulPaintMs, readyMs, bytes }) =>
      `first paint ${firstContentfulPaintMs.toFixed(0)} ms, ready ${readyMs.toFixed(0)} ms, ${bytes} bytes`,
  );
  progress(theirs === undefined ? `ours: ${ours}` : `ours: ${ours}; PeerJS: ${theirs}`);
  return medians;
}

const mediansOf = (loads: readonly Load[]): Load => ({
  firstContentfulPaintMs: median(loads.map((load) => load.firstContentfulPaintMs)),
  readyMs: median(loads.map((load) => load.readyMs)),
  bytes: median(loads.map((load) => load.bytes)),
  requests: median(loads.map((load) => load.requests)),
});
