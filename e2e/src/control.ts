import { type Chromium, openChromium } from './chromium.ts';
import type { Mixer, PhoneSpeaker, Pulse } from './pulse.ts';

/**
 * A second way for sound on the same machine at the same moment, with the same kind of parts as the product's (a capture, Opus, a
 * jitter buffer, a speaker), and with nothing of the product in it. What is missing there, the machine has swallowed.
 */
export interface Control {
  /** The control's speaker, to be recorded beside the phones'. */
  readonly sink: string;
  /** Harmless when repeated. */
  close(): Promise<void>;
}

/** Chromium captures only in pages that came by https; this one comes from here, by no network. */
const address = 'https://control.test/';
const toneHz = 440;

/**
 * Opens the page and resolves once its sound flows.
 * @param mixer what it captures; null: it plays a steady tone of its own, as a broadcaster that captures nothing does
 */
export async function openControl(pulse: Pulse, mixer: Pick<Mixer, 'description'> | null): Promise<Control> {
  const speaker = await pulse.addPhone('control');
  let chromium: Chromium | null = null;
  try {
    chromium = await openChromium({
      pulse,
      sink: speaker.sink,
      autoplay: 'always',
      mayCapture: true,
      args: ['--use-fake-ui-for-media-stream'],
    });
    await playThrough(chromium, mixer?.description ?? null);
  } catch (error) {
    await close(chromium, speaker);
    throw error;
  }
  const opened = chromium;
  return { sink: speaker.sink, close: () => close(opened, speaker) };
}

async function close(chromium: Chromium | null, speaker: PhoneSpeaker): Promise<void> {
  await chromium?.close();
  await speaker.remove();
}

async function playThrough({ page }: Chromium, input: string | null): Promise<void> {
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<audio></audio>' }));
  await page.goto(address);
  await page.evaluate(
    async ({ frequency, label }) => {
      const captured = async (name: string): Promise<MediaStream> => {
        const media = navigator.mediaDevices;
        const inputs = await media.enumerateDevices();
        const found = inputs.find((one) => one.kind === 'audioinput' && one.label === name);
        if (!found) throw new Error(`The control finds no input called ${name}`);
        const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
        return media.getUserMedia({ audio: { ...raw, deviceId: { exact: found.deviceId } } });
      };
      const options = { sampleRate: 48_000, latencyHint: 'interactive', sinkId: { type: 'none' } } as const;
      const context = new AudioContext(options);
      const source =
        label === null
          ? new OscillatorNode(context, { frequency })
          : new MediaStreamAudioSourceNode(context, { mediaStream: await captured(label) });
      const mix = new MediaStreamAudioDestinationNode(context, {
        channelCount: 1,
        channelCountMode: 'explicit',
      });
      source.connect(new GainNode(context, { gain: label === null ? 0.25 : 1 })).connect(mix);
      if (source instanceof OscillatorNode) source.start();
      await context.resume();

      const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
      from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined);
      to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined);
      const audio = document.querySelector('audio');
      if (!audio) throw new Error('The control has nothing to play with');
      const playing = new Promise((done, fail) => {
        audio.addEventListener('playing', done, { once: true });
        setTimeout(() => fail(new Error('The control does not play')), 20_000);
      });
      to.ontrack = ({ track }) => {
        audio.srcObject = new MediaStream([track]);
        void audio.play();
      };
      for (const track of mix.stream.getTracks()) from.addTrack(track, mix.stream);
      await from.setLocalDescription();
      await to.setRemoteDescription(from.localDescription!);
      await to.setLocalDescription();
      await from.setRemoteDescription(to.localDescription!);
      await playing;
      Object.assign(globalThis, { kept: { audio, context, from, source, to } });
    },
    { frequency: toneHz, label: input },
  );
}
