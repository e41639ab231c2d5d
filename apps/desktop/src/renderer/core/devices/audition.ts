import { floorDbfs, levelDbfs } from '../level.ts';
import type { InputDevice } from './devices.ts';

/** Most inputs that are opened at once, to find the one whose level moves. */
const maxInputs = 8;
/** Samples a level is measured over: 43 ms at 48 kHz. */
const meterSamples = 2048;

/** How an input stands while a person looks which of them moves. */
export type Auditioned = 'opening' | 'open' | 'denied' | 'failed';

interface Ear {
  state: Auditioned;
  stream: MediaStream | null;
  node: MediaStreamAudioSourceNode | null;
  meter: AnalyserNode | null;
}

export interface AuditionOptions {
  readonly media: Pick<MediaDevices, 'getUserMedia'>;
  /** A graph of its own, there for as long as one looks. */
  readonly openContext: () => AudioContext;
}

/** Opens inputs beside each other, only to see whose level moves. Nothing of it is heard or sent. */
export class Audition {
  readonly #options: AuditionOptions;
  readonly #ears = new Map<string, Ear>();
  readonly #samples = new Float32Array(meterSamples);
  #context: AudioContext | null = null;

  constructor(options: AuditionOptions) {
    this.#options = options;
  }

  /** Opens the inputs that are new, and lets go of those that are gone. */
  follow(inputs: readonly InputDevice[]): void {
    this.#context ??= this.#options.openContext();
    const wanted = inputs.slice(0, maxInputs).map(({ deviceId }) => deviceId);
    for (const [deviceId, ear] of this.#ears) {
      if (wanted.includes(deviceId)) continue;
      this.#ears.delete(deviceId);
      release(ear);
    }
    for (const deviceId of wanted) if (!this.#ears.has(deviceId)) void this.#open(deviceId);
  }

  stateOf(deviceId: string): Auditioned | null {
    return this.#ears.get(deviceId)?.state ?? null;
  }

  /** RMS of what comes in, dBFS. */
  levelOf(deviceId: string): number {
    const meter = this.#ears.get(deviceId)?.meter;
    if (!meter) return floorDbfs;
    meter.getFloatTimeDomainData(this.#samples);
    return levelDbfs(this.#samples);
  }

  /** Lets go of every input, until it follows some again. Idempotent. */
  stop(): void {
    for (const ear of this.#ears.values()) release(ear);
    this.#ears.clear();
    void this.#context?.close();
    this.#context = null;
  }

  async #open(deviceId: string): Promise<void> {
    const ear: Ear = { state: 'opening', stream: null, node: null, meter: null };
    this.#ears.set(deviceId, ear);
    try {
      const stream = await this.#options.media.getUserMedia({
        audio: {
          deviceId: { exact: deviceId },
          echoCancellation: false,
          noiseSuppression: false,
          autoGainControl: false,
        },
      });
      ear.stream = stream;
      const context = this.#context;
      // Gone while it was being opened.
      if (this.#ears.get(deviceId) !== ear || !context) return release(ear);
      ear.node = new MediaStreamAudioSourceNode(context, { mediaStream: stream });
      ear.meter = new AnalyserNode(context, { fftSize: meterSamples });
      ear.node.connect(ear.meter);
      ear.state = 'open';
    } catch (error) {
      ear.state = error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'failed';
    }
  }
}

function release(ear: Ear): void {
  ear.node?.disconnect();
  for (const track of ear.stream?.getTracks() ?? []) track.stop();
}
