import { setTimeout as delay } from 'node:timers/promises';
import {
  type Chromium,
  type Mixer,
  openChromium,
  type PhoneSpeaker,
  type Pulse,
  startPulse,
} from '@mauzin/e2e';

import { openStudio, type Studio } from '../pages/studio.ts';
import { type Remote, startRemote } from '../remote.ts';
import type { EngineCalls, EngineEvents } from './engine-calls.ts';

const PACKETS_A_SECOND = 50;
const FLOW_LIMIT_MS = 15_000;

/** Everything between the mouth and the ear: mixer, sending page, engine, phone. */
export interface Stage {
  readonly pulse: Pulse;
  readonly mixer: Mixer;
  readonly speaker: PhoneSpeaker;
  readonly studio: Studio;
  /** Captures the mixer with everything new, and resolves once a second of it has reached the fan-out. */
  readonly captureAnew: () => Promise<void>;
  readonly phone: Chromium;
  /** Where listeners go. */
  readonly link: string;
}

export async function openStage(defer: (close: () => unknown) => void): Promise<Stage> {
  const pulse = await startPulse();
  defer(() => pulse.stop());
  const mixer = await pulse.addMixer('mixer', 'Mixer');
  const speaker = await pulse.addPhone('phone');
  const engine: Remote<EngineCalls, EngineEvents> = startRemote(
    'engine',
    new URL('engine.ts', import.meta.url),
  );
  defer(() => engine.close());
  const link = await engine.call('open');
  const desktop = await openChromium({ pulse, mayCapture: true, autoplay: 'always' });
  defer(() => desktop.close());
  const studio = await openStudio(desktop.page, engine);
  const captureAnew = async (): Promise<void> => {
    await studio.capture(mixer.description);
    await packetsFlow(engine);
  };
  await captureAnew();
  const phone = await openChromium({ pulse, sink: speaker.sink });
  defer(() => phone.close());
  return { pulse, mixer, speaker, studio, captureAnew, phone, link };
}

async function packetsFlow(engine: Remote<EngineCalls, EngineEvents>): Promise<void> {
  const wanted = (await engine.call('packetsIn')) + PACKETS_A_SECOND;
  const endMs = performance.now() + FLOW_LIMIT_MS;
  while ((await engine.call('packetsIn')) < wanted) {
    if (performance.now() > endMs) throw new Error('the mix did not reach the fan-out');
    await delay(100);
  }
}
