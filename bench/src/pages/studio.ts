import type { MixSignalFromRenderer, MixSignalToRenderer } from '@mauzin/desktop-contract';
import type { Page } from 'playwright';

import { openBlank } from './blank.ts';
import { bundle, callPage } from './bundle.ts';
import type { SendingCalls } from './sending.ts';

/** Whoever takes a mix: a process with a fan-out. */
export interface MixTaker {
  call(name: 'mixSignal', signal: MixSignalFromRenderer): Promise<void>;
  on(name: 'mixSignal', listener: (signal: MixSignalToRenderer) => void): void;
}

/** The page that makes the mix, and sends it to the fan-out all the time. */
export interface Studio {
  /** Mixes an input device, and sends it; again with everything new, when called again. */
  readonly capture: (label: string) => Promise<void>;
  /** Mixes a file, over and over, and sends it. */
  readonly play: (file: Buffer) => Promise<void>;
  /** Sends straight to somebody else as well: takes the complete offer, returns the complete answer. */
  readonly call: (id: string, answer: (sdp: string) => Promise<string>) => Promise<void>;
  readonly hangUp: (id: string) => Promise<void>;
}

interface Signal {
  readonly type?: string;
  readonly sdp?: string;
  readonly candidate?: { readonly candidate: string; readonly sdpMid: string | null };
}

const FAN_OUT = 'fan-out';

export async function openStudio(page: Page, taker: MixTaker): Promise<Studio> {
  const answers = new Map<string, (sdp: string) => Promise<string>>();
  const reply = (id: string, signal: Signal): Promise<void> =>
    callPage<SendingCalls, 'signal'>(page, 'signal', { id, signal });
  // What is said to a page that is closing needs no answer; whoever waits for its sound complains.
  taker.on('mixSignal', (signal) => void reply(FAN_OUT, signal).catch(() => undefined));
  await page.exposeFunction('peerSignal', async (id: string, signal: Signal) => {
    const { type, sdp, candidate } = signal;
    const answer = answers.get(id);
    if (answer)
      return type === 'offer' ? reply(id, { type: 'answer', sdp: await answer(sdp ?? '') }) : undefined;
    if (id !== FAN_OUT) return undefined;
    if (candidate) return taker.call('mixSignal', { type: 'candidate', candidate });
    return taker.call('mixSignal', { type: 'offer', sdp: sdp ?? '' });
  });
  await openBlank(page);
  await page.addScriptTag({ content: await bundle('sending.ts') });
  const sendToFanOut = (): Promise<void> =>
    callPage<SendingCalls, 'connect'>(page, 'connect', { id: FAN_OUT, trickle: true });
  return {
    async capture(label) {
      await callPage<SendingCalls, 'capture'>(page, 'capture', label);
      await sendToFanOut();
    },
    async play(file) {
      await callPage<SendingCalls, 'play'>(page, 'play', file.toString('base64'));
      await sendToFanOut();
    },
    async call(id, answer) {
      answers.set(id, answer);
      await callPage<SendingCalls, 'connect'>(page, 'connect', { id, trickle: false });
    },
    async hangUp(id) {
      answers.delete(id);
      await callPage<SendingCalls, 'hangUp'>(page, 'hangUp', id);
    },
  };
}
