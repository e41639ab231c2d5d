import type { DeskLevels, SavedSource } from '@mauzin/desktop-contract';
import { FakeClock } from '@mauzin/shared/testing';
import { expect, test } from 'vitest';

import { deviceSource } from '../../testing/sources.ts';
import { Desks } from './desks.ts';
import { PeakReader } from './open-pulse.ts';
import { modulesOf, type PulseSource, sourcesOf } from './pulse-sources.ts';

const instance = '/home/imam/.config/Mauzin';
const map = 'aux0,aux1,aux2,aux3,aux4,aux5,aux6,aux7';

/** A sound server with what `pactl` prints of it. A module whose master goes is gone too. */
class FakePulse {
  readonly sources = new Map<string, { description: string; map: string; monitorOf?: string }>();
  readonly modules = new Map<string, string>();
  readonly measured: string[] = [];
  server = 'pulseaudio';
  calls = 0;
  peaks: ((peaks: readonly number[]) => void) | null = null;
  #next = 20;

  constructor() {
    this.sources.set('usb.desk', { description: 'Tisché "8"', map });
    this.sources.set('speakers.monitor', { description: 'Monitor of 7.1', map, monitorOf: 'speakers' });
    this.sources.set('mic', { description: 'Mic', map: 'front-left,front-right' });
    this.modules.set('3', 'module-null-sink\tsink_name=speakers');
  }

  readonly port = {
    pactl: (...args: readonly string[]): Promise<string> => {
      this.calls += 1;
      return Promise.resolve(this.#answer(args));
    },
    measure: ({ name }: PulseSource, onPeaks: (peaks: readonly number[]) => void) => {
      this.measured.push(name);
      this.peaks = onPeaks;
      return { close: () => (this.peaks = null) };
    },
  };

  /** What was made, by its arguments. */
  get made(): string[] {
    return [...this.modules.values()].filter((line) => line.includes('mauzin_desk_'));
  }

  unplug(): void {
    this.sources.delete('usb.desk');
    for (const [id, line] of this.modules) if (line.includes('master=usb.desk')) this.modules.delete(id);
  }

  #answer(args: readonly string[]): string {
    const [what, name = '', ...rest] = args;
    if (what === 'load-module') {
      this.modules.set(String((this.#next += 1)), `${name}\t${rest.join(' ')}`);
      return `${this.#next}\n`;
    }
    if (what === 'unload-module') return this.modules.delete(name) ? '' : 'Failed';
    if (what === 'info') return `Server String: unix:/run/pulse\nServer Name: ${this.server}\n`;
    if (name === 'short') return [...this.modules].map(([id, line]) => `${id}\t${line}\t\n`).join('');
    return [...this.sources]
      .map(
        ([source, { description, map: channels, monitorOf = 'n/a' }], index) =>
          `Source #${index}\n\tState: IDLE\n\tName: ${source}\n\tDescription: ${description}\n\tSample Specification: s16le 8ch 48000Hz\n\tChannel Map: ${channels}\n\tMonitor of Sink: ${monitorOf}\n\tProperties:\n\t\tdevice.description = "${description}"\n`,
      )
      .join('\n');
  }
}

function setUp() {
  const pulse = new FakePulse();
  const clock = new FakeClock();
  const levels: DeskLevels[] = [];
  const logged: string[] = [];
  const missing: string[] = [];
  const desks = new Desks({
    instance,
    pulse: pulse.port,
    clock,
    missing: () => missing,
    onLevels: (told) => levels.push(told),
    log: (line) => logged.push(line),
  });
  return { clock, desks, levels, logged, missing, pulse };
}

const label = 'Tisché "8"';
const source = (first: number, count: 1 | 2): SavedSource => ({
  ...deviceSource('usb', 'm1', 'any'),
  of: { label, first, count },
});

test('what has more than two channels, and is no monitor, can be chosen from', async () => {
  const { desks } = setUp();
  expect(await desks.list()).toEqual([{ label, channels: 8 }]);
});

test('a pair and a single channel are made inputs, by the channels’ own places; once each', async () => {
  const { desks, pulse } = setUp();
  expect(await desks.take({ label, first: 3, count: 2 })).toBe('Tisché 8: 3–4');
  expect(await desks.take({ label, first: 3, count: 2 })).toBe('Tisché 8: 3–4');
  expect(await desks.take({ label, first: 8, count: 1 })).toBe('Tisché 8: 8');
  expect(pulse.made).toEqual([
    expect.stringMatching(
      /^module-remap-source\tmaster=usb\.desk source_name=mauzin_desk_\w+ channels=2 channel_map=front-left,front-right master_channel_map=aux2,aux3 remix=no source_properties="device\.description='Tisché 8: 3–4'"$/,
    ),
    expect.stringMatching(/ channels=1 channel_map=mono master_channel_map=aux7 remix=no /),
  ]);
  expect(await desks.list()).toEqual([{ label, channels: 8 }]);
});

test('what cannot be had is said: a channel too many, a desk that is not there, a server that does not answer', async () => {
  const { desks, pulse } = setUp();
  expect(await desks.take({ label, first: 8, count: 2 })).toBeNull();
  expect(await desks.take({ label: 'Other', first: 1, count: 2 })).toBeNull();
  pulse.port.pactl = () => Promise.reject(new Error('Connection refused'));
  expect(await desks.take({ label, first: 1, count: 2 })).toBeNull();
  expect(await desks.list()).toBeNull();
});

test('saved channels are there from the start, and changed ones take the place of the old; what was left by a killed app, too', async () => {
  const { clock, desks, pulse } = setUp();
  const before = setUp();
  await before.desks.take({ label, first: 5, count: 2 });
  const [left = ''] = before.pulse.made;
  pulse.modules.set('9', left);
  desks.follow([source(1, 2)]);
  await expect
    .poll(() => pulse.made.map((line) => /master_channel_map=(\S+)/.exec(line)?.[1]))
    .toEqual(['aux0,aux1']);
  await desks.take({ label, first: 3, count: 2 });
  desks.follow([source(3, 2)]);
  await expect
    .poll(() => pulse.made.map((line) => /master_channel_map=(\S+)/.exec(line)?.[1]))
    .toEqual(['aux2,aux3']);
  desks.follow([]);
  await expect.poll(() => pulse.made).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('a desk that was pulled out and is back gives its channels again', async () => {
  const { clock, desks, missing, pulse } = setUp();
  desks.follow([source(3, 2)]);
  await expect.poll(() => pulse.made).toHaveLength(1);
  const calls = pulse.calls;
  clock.advance(60_000);
  expect(pulse.calls).toBe(calls);
  pulse.unplug();
  missing.push('usb');
  clock.advance(3_000);
  await desks.list();
  pulse.sources.set('usb.desk', { description: label, map });
  clock.advance(3_000);
  await expect.poll(() => pulse.made).toHaveLength(1);
  await desks.close();
});

test('at the end all that was made is taken away, and nothing else', async () => {
  const { clock, desks, pulse } = setUp();
  desks.follow([source(3, 2)]);
  await desks.take({ label, first: 1, count: 1 });
  await desks.measure(label);
  await desks.close();
  await desks.close();
  expect([...pulse.modules.values()]).toEqual(['module-null-sink\tsink_name=speakers']);
  expect(pulse.peaks).toBeNull();
  expect(clock.pending).toBe(0);
});

test('what another app on this machine has made is left to it', async () => {
  const { desks, pulse } = setUp();
  const other = 'module-remap-source\tmaster=usb.desk source_name=mauzin_desk_0123456789ab_0123456789ab_5_2';
  pulse.modules.set('9', other);
  await desks.take({ label, first: 1, count: 2 });
  await desks.close();
  expect(pulse.made).toEqual([other]);
});

test('PipeWire would give an input another microphone once its desk is pulled out: none is made there', async () => {
  const { desks, pulse } = setUp();
  pulse.server = 'PulseAudio (on PipeWire 1.0.5)';
  expect(await desks.list()).toBeNull();
  expect(await desks.take({ label, first: 1, count: 2 })).toBeNull();
  desks.follow([source(1, 2)]);
  await desks.close();
  expect(pulse.made).toEqual([]);
});

test('without a desk the server is never asked', async () => {
  const { desks, pulse } = setUp();
  desks.follow([deviceSource('usb', 'm1', 'USB')]);
  desks.follow([]);
  await desks.close();
  expect(pulse.calls).toBe(0);
});

test('levels are measured while somebody chooses, and for two minutes at most', async () => {
  const { clock, desks, levels, pulse } = setUp();
  await desks.measure(label);
  expect(pulse.measured).toEqual(['usb.desk']);
  pulse.peaks?.([0.5, 0, 1]);
  expect(levels).toEqual([{ label, peaksDbfs: [expect.closeTo(-6.02, 2), -100, 0] }]);
  await desks.measure(null);
  expect(pulse.peaks).toBeNull();
  await desks.measure(label);
  clock.advance(120_000);
  expect(pulse.peaks).toBeNull();
});

test('who has stopped choosing while the desk was being looked for, has nothing measured', async () => {
  const { clock, desks, pulse } = setUp();
  const first = desks.measure(label);
  await desks.measure(null);
  await first;
  expect([pulse.measured, clock.pending]).toEqual([[], 0]);
});

test('one input that cannot be made keeps no other away', async () => {
  const { desks, logged, pulse } = setUp();
  const { pactl } = pulse.port;
  pulse.port.pactl = (...args) =>
    args.some((arg) => arg.includes('aux0')) ? Promise.reject(new Error('Failure')) : pactl(...args);
  desks.follow([source(1, 2), { ...source(3, 2), id: 'other' }]);
  await expect.poll(() => pulse.made).toHaveLength(1);
  expect(logged).toEqual(['desk: Error: Failure']);
  await desks.close();
});

test('a system without this server says so', async () => {
  const desks = new Desks({
    instance,
    pulse: null,
    clock: new FakeClock(),
    missing: () => [],
    onLevels: () => undefined,
    log: () => undefined,
  });
  expect(await desks.list()).toBeNull();
  expect(await desks.take({ label, first: 1, count: 2 })).toBeNull();
  await desks.measure(label);
  await desks.close();
});

test('peaks are found in samples that come in any chunks', () => {
  const told: (readonly number[])[] = [];
  const reader = new PeakReader(3, (peaks) => told.push(peaks));
  const bytes = Buffer.alloc(1_600 * 6);
  bytes.writeInt16LE(-16_384, 6 * 799 + 2);
  bytes.writeInt16LE(8_192, 6 * 800 + 4);
  for (let at = 0; at < bytes.length; at += 7) reader.take(bytes.subarray(at, at + 7));
  expect(told).toEqual([
    [0, 0.5, 0],
    [0, 0, 0.25],
  ]);
});

test('what pactl prints is read, also what it prints of nothing', () => {
  expect([sourcesOf(''), modulesOf('')]).toEqual([[], []]);
  expect(modulesOf('1\tmodule-a\t\t\n2\tmodule-b\tx=1 y=2\t\n')).toEqual([
    { id: '1', name: 'module-a', args: '' },
    { id: '2', name: 'module-b', args: 'x=1 y=2' },
  ]);
});
