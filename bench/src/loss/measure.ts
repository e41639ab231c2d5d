import { setTimeout as delay } from 'node:timers/promises';
import { openChromium, speech, startPulse, startUdpForwarder, toWav, type UdpForwarder } from '@mauzin/e2e';
import type { Page } from 'playwright';

import { inParallel, within } from '../fan-out/receivers.ts';
import type { SenderCalls, SenderEvents } from '../fan-out/sender-calls.ts';
import { openBlank } from '../pages/blank.ts';
import { bundle, callPage } from '../pages/bundle.ts';
import type { Heard, ListeningCalls } from '../pages/listening.ts';
import { openStudio } from '../pages/studio.ts';
import { type Remote, startRemote } from '../remote.ts';
import { sharesOf } from './concealed-share.ts';
import { onlyThrough, withoutAddresses } from './one-way.ts';

export interface LossOptions {
  /** Listeners for each share of loss, with RED and again without. */
  readonly listeners: number;
  readonly seconds: number;
  readonly seed: number;
  readonly progress: (text: string) => void;
  readonly defer: (close: () => unknown) => void;
}

/** Listeners who hear under the same conditions. */
export interface Group {
  readonly lossPercent: number;
  readonly red: boolean;
}

export interface GroupResult extends Group {
  readonly concealed: number;
}

type Sender = Remote<SenderCalls, SenderEvents>;
interface Way extends Group {
  readonly forwarder: UdpForwarder;
  readonly join: (id: string) => Promise<void>;
}

export const lossPercents = [0, 5, 10, 20] as const;
const JOIN_LIMIT_MS = 15_000;
const SETTLE_MS = 3000;
/** The share that was lost may differ from the wanted one by no more than this, 0..1. */
const MOST_OFF = 0.03;

/** Everybody hears at the same time: the same sound, the same machine, the same dice with RED and without. */
export async function measureLoss(options: LossOptions): Promise<readonly GroupResult[]> {
  const { listeners, seconds, progress, defer } = options;
  const pulse = await startPulse();
  defer(() => pulse.stop());
  const phone = await openChromium({ pulse, autoplay: 'always' });
  defer(() => phone.close());
  await openBlank(phone.page);
  await phone.page.addScriptTag({ content: await bundle('listening.ts') });
  const ways = await openWays(phone.page, options);
  progress(`${ways.length * listeners} listeners, ${listeners} for each share of loss, with RED and without`);
  for (const way of ways) await inParallel(listeners, 4, (i) => way.join(idIn(way, i)));
  await allHear(phone.page, ways.length * listeners);

  for (const { forwarder, lossPercent } of ways) {
    forwarder.setFaults({ toClients: { dropShare: lossPercent / 100 } });
  }
  await delay(SETTLE_MS);
  const before = await callPage<ListeningCalls, 'heard'>(phone.page, 'heard');
  progress(`hearing for ${seconds} s`);
  await delay(seconds * 1000);
  const after = await callPage<ListeningCalls, 'heard'>(phone.page, 'heard');
  return ways.map((way) => judge(way, before, after, options));
}

function judge(
  way: Way,
  before: readonly Heard[],
  after: readonly Heard[],
  options: LossOptions,
): GroupResult {
  const { lossPercent, red } = way;
  const mine = ({ id }: Heard): boolean => id.startsWith(idIn(way, ''));
  const { concealed, lost } = sharesOf(
    { before: before.filter(mine), after: after.filter(mine) },
    options.seconds,
  );
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  const name = `${lossPercent} % loss ${red ? 'with' : 'without'} RED`;
  options.progress(`${name}: ${percent(lost)} lost, ${percent(concealed)} concealed`);
  if (Math.abs(lost - lossPercent / 100) > MOST_OFF)
    throw new Error(`${name}: in fact ${percent(lost)} were lost`);
  return { lossPercent, red, concealed };
}

/** One fan-out, and for each share of loss a bad network, which is shared by those with RED and those without. */
async function openWays(page: Page, { seed, progress, defer }: LossOptions): Promise<Way[]> {
  const sender: Sender = startRemote('sender', new URL('../fan-out/sender.ts', import.meta.url));
  defer(() => sender.close());
  const port = await sender.call('open');
  const desktop = await openChromium({ autoplay: 'always' });
  defer(() => desktop.close());
  const studio = await openStudio(desktop.page, sender);
  await studio.play(toWav(await speech()));
  const offers = new Map<string, (sdp: string) => void>();
  sender.on('offer', ({ id, sdp }) => offers.get(id)?.(sdp));
  const offerOf = async (id: string, redundancy: boolean): Promise<string> => {
    const offer = new Promise<string>((done) => offers.set(id, done));
    await sender.call('join', { id, redundancy });
    return within(JOIN_LIMIT_MS, offer, `no offer for ${id}`);
  };
  // Joins a second time, once, as the broadcaster does: a browser on the same machine is so quick that a handshake fails now and then.
  const joins = new Map<string, () => Promise<void>>();
  const retried = new Set<string>();
  sender.on('failed', ({ id, reason }) => {
    progress(`listener ${id} failed: ${reason}`);
    const join = joins.get(id);
    if (!join || reason !== 'handshake' || retried.has(id)) return;
    retried.add(id);
    // When this fails too, it shows as a listener that hears nothing.
    void sender.call('leave', { id }).then(join, () => undefined);
  });
  const ways: Way[] = [];
  for (const lossPercent of lossPercents) {
    const forwarder = await startUdpForwarder({ target: { port }, seed: seed + lossPercent });
    defer(() => forwarder.close());
    for (const red of [true, false]) {
      const join = async (id: string): Promise<void> => {
        joins.set(id, () => join(id));
        const sdp = onlyThrough(forwarder.port, await offerOf(id, red));
        const answer = await callPage<ListeningCalls, 'answer'>(page, 'answer', { id, sdp });
        await sender.call('answer', { id, sdp: withoutAddresses(answer) });
      };
      ways.push({ lossPercent, red, forwarder, join });
    }
  }
  return ways;
}

const idIn = ({ lossPercent, red }: Group, i: number | string): string =>
  `${lossPercent}-${red ? 'red' : 'plain'}-${i}`;

async function allHear(page: Page, listeners: number): Promise<void> {
  const endMs = performance.now() + JOIN_LIMIT_MS;
  for (;;) {
    const heard = await callPage<ListeningCalls, 'heard'>(page, 'heard');
    const deaf = heard.filter(({ packetsReceived }) => packetsReceived < 10);
    if (heard.length === listeners && deaf.length === 0) return;
    if (performance.now() > endMs) throw new Error(`${deaf.length} of ${listeners} listeners hear nothing`);
    await delay(200);
  }
}
