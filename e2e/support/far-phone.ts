import { join } from 'node:path';

import { expect } from 'vitest';

import {
  type Control,
  encodeOpus,
  type Headless,
  levelAt,
  longestSilenceMs,
  makeTemporaryDir,
  type Network,
  openControl,
  openNetwork,
  type Pulse,
  record,
  type Recording,
  removeTemporaryDir,
  type Sound,
  startHeadless,
  startPulse,
  tone,
} from '../src/index.ts';
import { expectTones } from './ears.ts';
import { type Listener, openListener } from './listener.ts';

const frequencyHz = 440;
const heard = { tone: { frequencyHz, heard: true } };
const unheard = { tone: { frequencyHz, heard: false } };
const stepMs = 100;
const loudDbfs = -35;
/** The control must be heard in at least this share of the steps, 0..1: the others do not count. */
const leastMeasured = 0.8;

/** A phone that hears a station's steady tone over a network with faults, beside a control that hears one over none. */
export class FarPhone {
  readonly network: Network;
  readonly station: Headless;
  readonly #pulse: Pulse;
  readonly #control: Control;
  readonly #dir: string;
  #phone: Listener | null = null;
  #ears: Recording | null = null;

  static async open(): Promise<FarPhone> {
    const pulse = await startPulse();
    const network = await openNetwork();
    const dir = await makeTemporaryDir('network-spec');
    const file = join(dir, 'tone.opus');
    await encodeOpus(tone({ frequencyHz, seconds: 120 }), file);
    const station = await startHeadless('Masjid an-Noor', { file, place: network.station });
    return new FarPhone({ pulse, network, dir, station, control: await openControl(pulse, null) });
  }

  private constructor(parts: {
    readonly pulse: Pulse;
    readonly network: Network;
    readonly dir: string;
    readonly station: Headless;
    readonly control: Control;
  }) {
    this.network = parts.network;
    this.station = parts.station;
    this.#pulse = parts.pulse;
    this.#control = parts.control;
    this.#dir = parts.dir;
  }

  get phone(): Listener {
    if (!this.#phone) throw new Error('No phone listens');
    return this.#phone;
  }

  async listen(name: string): Promise<void> {
    await this.#leave();
    const phone = await openListener(this.#pulse, this.station.link, name, {
      program: this.network.phone.chromium,
    });
    this.#phone = phone;
    await phone.expectState('ready');
    await phone.tapListen();
    await phone.expectState('playing');
    this.#ears = await record(this.#pulse, [phone.sink, this.#control.sink]);
    await this.expectHeard();
  }

  expectHeard(timeoutMs?: number): Promise<void> {
    return expectTones(this.#recording, this.phone.sink, heard, timeoutMs);
  }

  expectUnheard(): Promise<void> {
    return expectTones(this.#recording, this.phone.sink, unheard);
  }

  /** Share of the last seconds in which the tone was heard, of those in which the control was, too, 0…1. */
  shareHeard(seconds: number): number {
    const [own = [], control = []] = [this.phone.sink, this.#control.sink].map((sink) =>
      isLoud(this.#recording.latest(sink, seconds * 1_000)),
    );
    const measured = control.filter(Boolean).length;
    if (measured < leastMeasured * control.length) {
      throw new Error(
        `This machine was too busy to measure: the control was heard in ${measured} steps only`,
      );
    }
    return own.filter((loud, step) => loud && control[step]).length / measured;
  }

  longestSilenceMs(seconds: number): number {
    return longestSilenceMs(this.#recording.latest(this.phone.sink, seconds * 1_000));
  }

  async expectBackWithin(what: string, fromMs: number, timeoutMs: number): Promise<void> {
    await this.expectHeard(timeoutMs);
    console.log(`${what}: sound back after ${((performance.now() - fromMs) / 1_000).toFixed(1)} s`);
    await this.phone.expectState('playing');
  }

  /** Measures that share over a time that begins now, with a line for whoever reads the log. */
  async measure(what: string, seconds: number): Promise<number> {
    const endMs = performance.now() + seconds * 1_000;
    await expect.poll(() => performance.now(), { timeout: seconds * 2_000 }).toBeGreaterThan(endMs);
    const share = this.shareHeard(seconds);
    console.log(`${what}: heard ${share.toFixed(2)}, longest silence ${this.longestSilenceMs(seconds)} ms`);
    return share;
  }

  async close(): Promise<void> {
    await this.#leave();
    await this.#control.close();
    await this.station.close();
    await this.network.close();
    await this.#pulse.stop();
    await removeTemporaryDir(this.#dir);
  }

  get #recording(): Recording {
    if (!this.#ears) throw new Error('No phone is recorded');
    return this.#ears;
  }

  async #leave(): Promise<void> {
    await this.#ears?.stop();
    await this.#phone?.close();
    this.#ears = null;
    this.#phone = null;
  }
}

/** In steps of 100 ms: whether the tone was there. */
function isLoud({ rateHz, samples }: Sound): boolean[] {
  const step = (rateHz * stepMs) / 1_000;
  return Array.from({ length: Math.floor(samples.length / step) }, (_, i) => {
    const part = { rateHz, samples: samples.subarray(i * step, (i + 1) * step) };
    return levelAt(part, frequencyHz) > loudDbfs;
  });
}
