import {
  type Chromium,
  encodeOpus,
  holdSocket,
  makeTemporaryDir,
  type Mixer,
  type Network,
  openChromium,
  openNetwork,
  type PhoneSpeaker,
  play,
  type Pulse,
  removeTemporaryDir,
  startHeadless,
  startPulse,
  wandering,
} from '@mauzin/e2e';
import { join } from 'node:path';

import { bundle } from '../pages/bundle.ts';

/** Somebody with a browser and a speaker of their own. */
export interface Ear {
  readonly chromium: Chromium;
  readonly speaker: PhoneSpeaker;
}

/** A station, a phone behind a network with faults, and a second phone at the station, which has none. */
export interface NetworkStage {
  readonly pulse: Pulse;
  readonly network: Network;
  readonly phone: Ear;
  readonly beside: Ear;
  /** Where listeners go, and the UDP port that the sound comes from. */
  readonly station: { readonly link: string; readonly port: number };
  /** An input in which the same is played over and over, for a station of another make. */
  readonly openMixer: () => Promise<Mixer>;
}

const CLIP_SECONDS = 240;

/** Switches off the page's tone for lost sound, which would be taken for sound. */
const TONE_OFF = `localStorage.setItem('mauzin.tone', 'off')`;

export async function openNetworkStage(defer: (close: () => unknown) => void): Promise<NetworkStage> {
  const pulse = await startPulse();
  defer(() => pulse.stop());
  const network = await openNetwork();
  defer(() => network.close());
  const dir = await makeTemporaryDir('bench-network');
  defer(() => removeTemporaryDir(dir));
  const file = join(dir, 'wandering.opus');
  const clip = wandering(CLIP_SECONDS);
  await encodeOpus(clip, file);
  const station = await startHeadless('Bench', { file, place: network.station });
  defer(() => station.close());
  const watchSound = await bundle('watch-sound.ts');
  const openEar = async (name: string, program: string): Promise<Ear> => {
    const speaker = await pulse.addPhone(name);
    const chromium = await openChromium({ pulse, sink: speaker.sink, program });
    defer(() => chromium.close());
    await chromium.context.addInitScript({ content: [TONE_OFF, holdSocket, watchSound].join(';\n') });
    return { chromium, speaker };
  };
  const phone = await openEar('phone', network.phone.chromium);
  const beside = await openEar('beside', network.station.chromium);
  const openMixer = async (): Promise<Mixer> => {
    const mixer = await pulse.addMixer('mixer', 'Mixer');
    const playing = await play(pulse, mixer.sink, clip, { repeat: true });
    defer(() => playing.stop());
    return mixer;
  };
  return { pulse, network, phone, beside, station, openMixer };
}
