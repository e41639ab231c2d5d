import { loadWorklets } from './load-worklets.ts';
import {
  bankInputs,
  endProcessor,
  type FromMeterBank,
  meterBankProcessor,
  type MeterReading,
  type MeterSettings,
  type ToMeterBank,
} from './messages.ts';

export interface MeterEvents {
  readonly reading: (reading: MeterReading) => void;
  /** Its processor threw: no more readings come. */
  readonly broken: () => void;
}

/** Measures what leaves a node on the audio thread. Resolves null when our processors cannot be loaded, else with what ends it. */
export async function measure(
  context: BaseAudioContext,
  input: AudioNode,
  settings: MeterSettings,
  events: MeterEvents,
): Promise<(() => void) | null> {
  if (!(await loadWorklets(context))) return null;
  const known = banksOf.get(context) ?? [];
  const bank = known.find((one) => one.hasRoom) ?? new MeterBank(context);
  banksOf.set(context, [...known.filter((one) => one.usable && one !== bank), bank]);
  return bank.add(input, settings, events);
}

const banksOf = new WeakMap<BaseAudioContext, readonly MeterBank[]>();
let lastId = 0;

interface Place {
  readonly id: number;
  readonly events: MeterEvents;
}

/** One processor that several meters share. It ends with the last of them. */
class MeterBank {
  readonly #node: AudioWorkletNode;
  readonly #places: (Place | null)[] = Array.from({ length: bankInputs }, () => null);
  #usable = true;

  constructor(context: BaseAudioContext) {
    this.#node = new AudioWorkletNode(context, meterBankProcessor, {
      channelCount: 2,
      channelCountMode: 'explicit',
      numberOfInputs: bankInputs,
      outputChannelCount: [1],
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<FromMeterBank>) => {
      for (const { id, reading } of data) this.#placeOf(id)?.events.reading(reading);
    };
    this.#node.onprocessorerror = () => this.#broke();
    // Silent; but only what leads to a destination is certain to be run.
    this.#node.connect(context.destination);
  }

  get usable(): boolean {
    return this.#usable;
  }

  get hasRoom(): boolean {
    return this.#usable && this.#places.includes(null);
  }

  /** Returns what ends it. */
  add(source: AudioNode, settings: MeterSettings, events: MeterEvents): () => void {
    const input = this.#places.indexOf(null);
    const place = { id: (lastId += 1), events };
    this.#places[input] = place;
    this.#tell({ type: 'measure', input, id: place.id, settings });
    source.connect(this.#node, 0, input);
    return () => {
      source.disconnect(this.#node, 0, input);
      if (this.#places[input] !== place) return;
      this.#places[input] = null;
      this.#tell({ type: 'leave', input });
      if (this.#places.every((one) => one === null)) this.#end();
    };
  }

  #placeOf(id: number): Place | null | undefined {
    return this.#places.find((place) => place?.id === id);
  }

  #tell(message: ToMeterBank): void {
    this.#node.port.postMessage(message);
  }

  #end(): void {
    this.#usable = false;
    this.#tell(endProcessor);
    this.#node.disconnect();
  }

  /** A processor that threw is silent for ever. */
  #broke(): void {
    this.#usable = false;
    // A reading that is still under way would be taken for the first of many.
    this.#node.port.onmessage = null;
    for (const place of this.#places) place?.events.broken();
  }
}
