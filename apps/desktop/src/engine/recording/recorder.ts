import { type FanOut, OggOpusRecorder } from '@mauzin/media';
import type { EngineNotice, RecordingState } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';
import type { ServiceLogger } from '@mauzin/signal';

import { DiskWatch } from './disk-watch.ts';
import type { RecordingDisk } from './recording-disk.ts';
import { recordingName } from './recording-name.ts';
import { SleepWatch } from './sleep-watch.ts';

export interface RecorderOptions {
  readonly fanOut: Pick<FanOut, 'addOutlet' | 'removeOutlet'>;
  readonly disk: RecordingDisk;
  readonly clock: ClockPort;
  /** Epoch ms. */
  readonly wallMs: () => number;
  readonly logger: ServiceLogger;
  /** State or notices have another value now; at most a few times a second. */
  readonly onChange: () => void;
}

/** The folder for recordings, and the station's name for the names of their files. */
export interface RecordingTarget {
  readonly folder: string;
  readonly station: string;
}

/** One recording, in one file. */
interface Take {
  readonly outlet: OggOpusRecorder;
  readonly folder: string;
  readonly begunAtMs: number;
  /** Null until the file is there. */
  name: string | null;
}

const tickMs = 1_000;
/** After a failure recording is tried again with the first look at the disk after so long, ms: 5, 10, 20, 40, 60, 60 s … */
const retryMs = (attempt: number): number => Math.min(60_000, 5_000 * 2 ** Math.min(attempt, 10));
/** A recording that lived this long, ms, is no repeated failure. */
const soundLifeMs = 60_000;
/** A disk that for so long, ms, neither lets a recording begin nor says why, hangs. */
const patienceMs = 10_000;
/** How long closing waits for the disk, ms. */
const goodbyeMs = 2_000;
/** Most files of the same second: a number tells them apart. */
const maxSameNames = 99;
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Records each broadcast while that is wanted: one file from its beginning, or from when it was wanted, to its end, whatever
 * happens to the mix. Only a pause longer than five minutes and a disk that failed begin another one. No file is ever
 * overwritten, and nothing that a disk does reaches the broadcast: of a disk that hangs no second thing is asked.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  #target: RecordingTarget | null = null;
  #live = false;
  #watch: DiskWatch | null = null;
  #sleep: SleepWatch | null = null;
  #take: Take | null = null;
  #takes = 0;
  /** Files that are being ended. */
  readonly #ending = new Set<Promise<void>>();
  #failed: { readonly why: 'disk-full' | 'cannot-write'; readonly retryAtMs: number } | null = null;
  #attempt = 0;
  /** Since when there is no file, in the clock's time. */
  #idleSinceMs = 0;
  #toldBytes = 0;
  #cancelTick: () => void = () => undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get state(): RecordingState {
    const take = this.#take;
    if (take?.name && take.outlet.bytes > 0) return { name: 'on', file: take.name, bytes: this.#toldBytes };
    return this.#failed ? { name: 'failed', why: this.#failed.why } : { name: 'off' };
  }

  get notices(): readonly EngineNotice[] {
    return this.#watch?.notices ?? [];
  }

  /** Null: records nothing. Another folder begins another file; another name of the station holds from the next file on. */
  configure(target: RecordingTarget | null): void {
    const before = this.#target;
    this.#target = target;
    if (before?.folder !== target?.folder) this.#stop();
    this.#begin();
  }

  /** A broadcast began or ended. */
  setLive(live: boolean): void {
    if (live === this.#live) return;
    this.#live = live;
    if (live) this.#begin();
    else this.#stop();
  }

  /** The machine slept and woke: the time that it slept is silence in the recording. */
  wake(): void {
    const sleptMs = this.#sleep?.woke() ?? 0;
    if (sleptMs > 0) this.#take?.outlet.skip(sleptMs);
    void this.#watch?.look();
  }

  /** Ends the file. Idempotent; resolves when it is closed, or a disk that hangs was waited for long enough. */
  async close(): Promise<void> {
    this.#target = null;
    this.setLive(false);
    let cancel = (): void => undefined;
    const patience = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(goodbyeMs, resolve);
    });
    await Promise.race([Promise.all(this.#ending), patience]);
    cancel();
  }

  #begin(): void {
    if (!this.#live || !this.#target || this.#watch) return;
    const { clock, disk, logger, wallMs } = this.#options;
    const { folder } = this.#target;
    const watch: DiskWatch = new DiskWatch({
      clock,
      freeBytes: () => disk.freeBytes(folder),
      onLook: () => {
        if (watch === this.#watch) this.#looked(watch);
      },
      onError: (error) => logger.warn({ err: error }, 'the recordings’ disk does not say what it has left'),
    });
    this.#watch = watch;
    this.#idleSinceMs = clock.now();
    this.#sleep = new SleepWatch(() => clock.now(), wallMs);
    this.#tickLater();
    void watch.look();
  }

  #stop(): void {
    this.#watch?.close();
    this.#watch = null;
    this.#sleep = null;
    this.#cancelTick();
    if (this.#take) this.#end(this.#take);
    this.#failed = null;
    this.#attempt = 0;
    this.#options.onChange();
  }

  #looked(watch: DiskWatch): void {
    if (this.#take && watch.isNearlyEmpty) {
      this.#fail(this.#take, 'disk-full', null);
    } else {
      this.#record();
    }
    this.#options.onChange();
  }

  /** Begins a file where one is wanted and may be begun. */
  #record(): void {
    const { clock } = this.#options;
    if (!this.#target || !this.#watch || this.#take || this.#ending.size > 0) return;
    if (this.#failed && clock.now() < this.#failed.retryAtMs) return;
    if (!this.#watch.hasRoom) return this.#failWith('disk-full');
    this.#takes += 1;
    const { folder, station } = this.#target;
    const take: Take = {
      folder,
      begunAtMs: clock.now(),
      name: null,
      outlet: new OggOpusRecorder({
        id: `recording-${this.#takes}`,
        clock,
        tags: { title: station },
        open: () => this.#create(take, station),
        onFailed: (error) => this.#fail(take, isFull(error) ? 'disk-full' : 'cannot-write', error),
        onBroken: () => this.#end(take),
      }),
    };
    this.#take = take;
    this.#options.fanOut.addOutlet(take.outlet);
    return undefined;
  }

  async #create(take: Take, station: string) {
    const { disk, logger, wallMs } = this.#options;
    const startedAt = new Date(wallMs());
    for (let number = 1; ; number += 1) {
      const name = recordingName(station, startedAt, number);
      try {
        const file = await disk.create(take.folder, name);
        take.name = name;
        logger.info({ file: name }, 'recording');
        return file;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST' || number >= maxSameNames) throw error;
      }
    }
  }

  #fail(take: Take, why: 'disk-full' | 'cannot-write', error: unknown): void {
    this.#options.logger.warn({ file: take.name, why, err: error }, 'recording failed');
    if (take !== this.#take) return;
    if (this.#options.clock.now() - take.begunAtMs >= soundLifeMs) this.#attempt = 0;
    this.#failWith(why);
    this.#end(take);
    this.#options.onChange();
  }

  #failWith(why: 'disk-full' | 'cannot-write'): void {
    const retryAtMs = this.#options.clock.now() + retryMs(this.#attempt);
    this.#attempt += 1;
    this.#failed = { why, retryAtMs };
  }

  #end(take: Take): void {
    if (take !== this.#take) return;
    this.#take = null;
    this.#idleSinceMs = this.#options.clock.now();
    this.#toldBytes = 0;
    this.#options.fanOut.removeOutlet(take.outlet.id);
    const ended = this.#settle(take).finally(() => {
      this.#ending.delete(ended);
      this.#record();
    });
    this.#ending.add(ended);
  }

  /** A file without any sound is of no use to anybody. Never rejects. */
  async #settle(take: Take): Promise<void> {
    const { disk, logger } = this.#options;
    const { folder, outlet } = take;
    await outlet.settled();
    // Read only now: until the outlet has settled, the file may still be in the making.
    const { name } = take;
    if (name === null) return;
    logger.info({ file: name, bytes: outlet.bytes }, 'recording ended');
    if (outlet.holdsSound) return;
    await disk
      .remove(folder, name)
      .catch((error: unknown) => logger.warn({ err: error, file: name }, 'an empty recording stays'));
  }

  #tickLater(): void {
    this.#cancelTick = this.#options.clock.after(tickMs, () => {
      this.#tickLater();
      this.#tick();
    });
  }

  #tick(): void {
    this.#sleep?.look();
    if (!this.#take && !this.#failed && this.#options.clock.now() - this.#idleSinceMs > patienceMs) {
      this.#failWith('cannot-write');
      this.#options.onChange();
    }
    const bytes = this.#take?.outlet.bytes ?? 0;
    if (bytes === this.#toldBytes) return;
    this.#toldBytes = bytes;
    this.#failed = null;
    this.#options.onChange();
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);
const isFull = (error: unknown): boolean => fullCodes.has(codeOf(error));
