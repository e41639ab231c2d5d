import { createHash } from 'node:crypto';

import type { Desk, DeskChannels, DeskLevels, SavedSource } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import { modulesOf, type PulseSource, sourcesOf } from './pulse-sources.ts';

/** The system's sound server. */
export interface PulsePort {
  /** Runs `pactl` with these arguments. Resolves to what it prints. */
  pactl(...args: readonly string[]): Promise<string>;
  /** Measures each channel of a source until it is closed: highest absolute sample, 0..1, some times a second. */
  measure(source: PulseSource, onPeaks: (peaks: readonly number[]) => void): { close(): void };
}

export interface DesksOptions {
  /** Tells this app's inputs from those of another one on this machine: where it keeps its settings. */
  readonly instance: string;
  /** Null: this system has none. */
  readonly pulse: PulsePort | null;
  readonly clock: ClockPort;
  /** The ids of sources whose input is not there. */
  readonly missing: () => readonly string[];
  readonly onLevels: (levels: DeskLevels) => void;
  readonly log: (line: string) => void;
}

/** What we load is known by its source's name, also after the app was killed. */
const anyPrefix = 'mauzin_desk_';

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
/** An input that was made and is in nobody's mix is taken away after so long, ms. */
const unusedMs = 30_000;
/** Time between two looks whether a desk is back that was pulled out, ms. */
const lookEveryMs = 3_000;
/** Nobody chooses for longer, ms: a window that is gone must not have its meters measured for ever. */
const measuredMs = 120_000;
const floorDbfs = -100;

/**
 * Mixers with more than two channels, on Linux: Chromium opens every input there with two, and of a mixer whose channels are merely
 * numbered it hears nothing at all. So the two channels, or the one, that a source is to have are made an input of their own
 * (`module-remap-source`), and taken away again when no source has them.
 */
export class Desks {
  readonly #options: DesksOptions;
  #wanted: ReadonlyMap<string, DeskChannels> = new Map();
  /** By the input's name: chosen a moment ago, and in no source yet. */
  readonly #fresh = new Map<string, { readonly wish: DeskChannels; readonly atMs: number }>();
  readonly #prefix: string;
  #queue: Promise<unknown> = Promise.resolve();
  /** What is measured was asked for last by this. */
  #turn: object | null = null;
  #measured: { readonly close: () => void } | null = null;
  #cancelMeasured: (() => void) | null = null;
  #cancelLook: (() => void) | null = null;
  #told = '';
  #sources: readonly SavedSource[] = [];
  #closed = false;

  constructor(options: DesksOptions) {
    this.#options = options;
    this.#prefix = `${anyPrefix}${hashed(options.instance)}_`;
  }

  /** Every input with more than two channels; null where none can be told, and so none made. */
  list(): Promise<readonly Desk[] | null> {
    const { pulse } = this.#options;
    if (!pulse) return Promise.resolve(null);
    return this.#inTurn(async () =>
      desksOf(await readSources(pulse)).map(({ channelMap, description }) => ({
        label: description,
        channels: channelMap.length,
      })),
    ).catch(() => null);
  }

  /** Makes an input of these channels. Resolves to the name that it has in the window; null: it cannot be made. */
  take(wish: DeskChannels): Promise<string | null> {
    const name = this.#inputName(wish);
    this.#fresh.set(name, { wish, atMs: this.#options.clock.now() });
    return this.#sync()
      .then((made) => (made.has(name) ? inputLabel(wish) : null))
      .catch(() => null);
  }

  /** The sources as they are saved now. */
  follow(sources: readonly SavedSource[]): void {
    const wishes = sources.flatMap((source) => (source.kind === 'device' && source.of ? [source.of] : []));
    this.#sources = sources;
    const told = JSON.stringify(wishes);
    if (told === this.#told || this.#closed) return;
    const isFirstAndEmpty = this.#told === '' && wishes.length === 0;
    this.#told = told;
    this.#wanted = new Map(wishes.map((wish) => [this.#inputName(wish), wish]));
    // Without a desk the sound server is never asked.
    if (!isFirstAndEmpty) this.#syncSoon();
    this.#cancelLook?.();
    this.#cancelLook = null;
    if (wishes.length > 0) this.#lookLater();
  }

  /** Tells the level of each channel of this desk, until told otherwise, and for two minutes at most; null: of none. */
  async measure(label: string | null): Promise<undefined> {
    const { clock, onLevels, pulse } = this.#options;
    const turn = {};
    this.#turn = turn;
    this.#stopMeasuring();
    if (label === null || !pulse || this.#closed) return undefined;
    const sources = await this.#inTurn(() => readSources(pulse)).catch(() => []);
    const desk = desksOf(sources).find(({ description }) => description === label);
    // Another word came meanwhile.
    if (!desk || this.#closed || turn !== this.#turn) return undefined;
    this.#measured = pulse.measure(desk, (peaks) => onLevels({ label, peaksDbfs: peaks.map(toDbfs) }));
    this.#cancelMeasured = clock.after(measuredMs, () => this.#stopMeasuring());
    return undefined;
  }

  /** Takes away what was made here. Idempotent; resolves when that is done. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelLook?.();
    this.#stopMeasuring();
    const hadAny = this.#wanted.size + this.#fresh.size > 0;
    this.#wanted = new Map();
    this.#fresh.clear();
    if (hadAny) await this.#sync().catch(() => undefined);
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(lookEveryMs, () => {
      this.#lookLater();
      const missing = new Set(this.#options.missing());
      const isAway = this.#sources.some(
        (source) => source.kind === 'device' && source.of !== undefined && missing.has(source.id),
      );
      if (isAway) this.#syncSoon();
    });
  }

  #syncSoon(): void {
    this.#sync().catch((error: unknown) => this.#options.log(`desk: ${String(error)}`));
  }

  /** Loads what is missing, and unloads what nobody needs. Resolves to the names of the inputs that are there. */
  #sync(): Promise<ReadonlySet<string>> {
    const { pulse } = this.#options;
    if (!pulse) return Promise.resolve(new Set());
    return this.#inTurn(() => this.#change(pulse));
  }

  async #change(pulse: PulsePort): Promise<ReadonlySet<string>> {
    const wanted = this.#allWanted();
    const modules = modulesOf(await pulse.pactl('list', 'short', 'modules'));
    const there = new Set<string>();
    for (const { args, id, name } of modules) {
      const own = /(?:^|\s)source_name=(\w+)/.exec(args)?.[1];
      if (name !== 'module-remap-source' || own === undefined || !own.startsWith(this.#prefix)) continue;
      if (wanted.has(own) && !there.has(own)) there.add(own);
      else await pulse.pactl('unload-module', id).catch(() => '');
    }
    const missing = [...wanted].filter(([name]) => !there.has(name));
    if (missing.length === 0) return there;
    const desks = desksOf(await readSources(pulse));
    for (const [name, wish] of missing) {
      const desk = desks.find(({ description }) => description === wish.label);
      const args = desk && remapArgs(desk, name, wish);
      if (!args) continue;
      // One that cannot be had must not keep the others away.
      await pulse.pactl('load-module', 'module-remap-source', ...args).then(
        () => there.add(name),
        (error: unknown) => this.#options.log(`desk: ${String(error)}`),
      );
    }
    return there;
  }

  /** The same for the same channels of a desk of the same name. */
  #inputName({ count, first, label }: DeskChannels): string {
    return `${this.#prefix}${hashed(label)}_${first}_${count}`;
  }

  #allWanted(): ReadonlyMap<string, DeskChannels> {
    const nowMs = this.#options.clock.now();
    for (const [name, { atMs }] of this.#fresh) {
      if (this.#wanted.has(name) || nowMs - atMs >= unusedMs) this.#fresh.delete(name);
    }
    return new Map([...this.#wanted, ...[...this.#fresh].map(([name, { wish }]) => [name, wish] as const)]);
  }

  /** One after the other: two at once would both load the same. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #stopMeasuring(): void {
    this.#cancelMeasured?.();
    this.#cancelMeasured = null;
    this.#measured?.close();
    this.#measured = null;
  }
}

const readSources = async (pulse: PulsePort): Promise<readonly PulseSource[]> => {
  // There a made input outlives its desk: unplugged, it would take in the computer's own microphone, and nobody would be told.
  if (/^Server Name:.*PipeWire/m.test(await pulse.pactl('info')))
    throw new Error('PipeWire joins a made input to another microphone once its desk is gone');
  return sourcesOf(await pulse.pactl('list', 'sources'));
};

const desksOf = (sources: readonly PulseSource[]): readonly PulseSource[] =>
  sources.filter(
    ({ channelMap, isMonitor, name }) => channelMap.length > 2 && !isMonitor && !name.startsWith(anyPrefix),
  );

const lastOf = ({ count, first }: DeskChannels): number => first + count - 1;

/** What people read. The server's syntax has two levels of quotes, so the name has none of its own. */
const inputLabel = (wish: DeskChannels): string => {
  const { count, first, label } = wish;
  const plain = label
    .replaceAll(/["'\\\p{Cc}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
  return `${plain}: ${count === 1 ? String(first) : `${first}–${lastOf(wish)}`}`;
};

/** Null: the desk has no such channels. */
function remapArgs(
  { channelMap, name }: PulseSource,
  own: string,
  wish: DeskChannels,
): readonly string[] | null {
  const { count, first } = wish;
  const taken = channelMap.slice(first - 1, lastOf(wish));
  if (taken.length < count) return null;
  return [
    `master=${name}`,
    `source_name=${own}`,
    `channels=${count}`,
    `channel_map=${count === 1 ? 'mono' : 'front-left,front-right'}`,
    `master_channel_map=${taken.join(',')}`,
    'remix=no',
    `source_properties="device.description='${inputLabel(wish)}'"`,
  ];
}

const toDbfs = (peak: number): number => (peak > 0 ? Math.max(floorDbfs, 20 * Math.log10(peak)) : floorDbfs);
