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

/** Everything between the mouth and the ear: mixer, sending page, engine, phone. */
export interface Stage {
  readonly pulse: Pulse;
  readonly mixer: Mixer;
  readonly speaker: PhoneSpeaker;
  readonly studio: Studio;
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
  await studio.capture(mixer.description);
  const phone = await openChromium({ pulse, sink: speaker.sink });
  defer(() => phone.close());
  return { pulse, mixer, speaker, studio, phone, link };
}
