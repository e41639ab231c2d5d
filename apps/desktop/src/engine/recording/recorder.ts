import { type FanOut, OggOpusRecorder, type Outlet, type Succeed } from '@mauzin/media';
import type { EngineNotice, RecordingPeriod, RecordingState } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';
import type { ServiceLogger } from '@mauzin/signal';

import { DiskWatch } from './disk-watch.ts';
import { Failure, type FailureReason } from './failure.ts';
import type { RecordingDisk } from './recording-disk.ts';
import { isPeriodOver } from './recording-period.ts';
import { SleepWatch } from './sleep-watch.ts';
import { createFile, isFull, isTooLong, settle, type Take } from './take.ts';

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

export interface RecordingTarget {
  readonly folder: string;
  /** The station's name, for the names of the files. */
  readonly station: string;
  /** How much is in one file. */
  readonly newFile: RecordingPeriod;
}

/** What a take goes on from. */
interface TakeBefore {
  readonly after?: Take | null;
  readonly isFree?: Promise<void>;
  readonly leadIn?: Parameters<Succeed>[0];
}

const tickMs = 1_000;
/** A recording that lived this long, ms, is no repeated failure. */
const soundLifeMs = 60_000;
/** A disk that for so long, ms, neither lets a recording begin nor says why, hangs. */
const patienceMs = 10_000;
/** How long closing waits for the disk, ms. */
const goodbyeMs = 2_000;
/** How long, ms, frames that come late are waited for when another file goes on. Shorter than what the outlet takes for a pause. */
const lateMs = 1_000;
/** A recording that comes near this goes on in another file, bytes: no file on a FAT32 disk is longer than 4 GiB. (Three days at 128 kbit/s.) */
const longestBytes = 2 ** 32 - 16 * 2 ** 20;

/**
 * Records each broadcast while that is wanted: one file from its beginning, or from when it was wanted, to its end, whatever
 * happens to the mix. A pause longer than five minutes and a disk that failed begin another one; so does, without a sample lost between
 * the two, each new hour or day where that is wanted, and a file as long as some disks take. No file is ever overwritten, and nothing that a disk does reaches the broadcast: of a disk that hangs no second thing is asked.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  #target: RecordingTarget | null = null;
  #live = false;
  #watch: DiskWatch | null = null;
  #sleep: SleepWatch | null = null;
  #take: Take | null = null;
  /** The take of before, while it waits for frames that come late. */
  #before: { readonly take: Take; readonly end: () => void } | null = null;
  #takes = 0;
  /** Files that are being ended. */
  readonly #ending = new Set<Promise<void>>();
  readonly #failure = new Failure();
  /** Since when there is no file, in the clock's time. */
  #idleSinceMs = 0;
  #toldBytes = 0;
  #cancelTick: () => void = () => undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get state(): RecordingState {
    const take = this.#shown;
    if (take?.name && take.outlet.bytes > 0) return { name: 'on', file: take.name, bytes: this.#toldBytes };
    const { why } = this.#failure;
    return why === null ? { name: 'off' } : { name: 'failed', why };
  }

  get notices(): readonly EngineNotice[] {
    return this.#watch?.notices ?? [];
  }

  /** The take that people are told of. */
  get #shown(): Take | null {
    const take = this.#take;
    return take?.after && take.outlet.bytes === 0 ? take.after : take;
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
    this.#before?.end();
    if (this.#take) this.#end(this.#take);
    this.#failure.forget();
    this.#options.onChange();
  }

  #looked(watch: DiskWatch): void {
    if (this.#take && watch.isNearlyEmpty) {
      this.#fail(this.#take, null, 'disk-full');
    } else {
      this.#record();
    }
    this.#options.onChange();
  }

  /** Begins a file where one is wanted and may be begun. */
  #record(): void {
    const { clock } = this.#options;
    if (!this.#target || !this.#watch || this.#take || this.#before || this.#ending.size > 0) return;
    if (this.#failure.isToWait(clock.now())) return;
    if (!this.#watch.hasRoom) return this.#failure.failed('disk-full', clock.now());
    this.#beginTake(this.#target, {});
    return undefined;
  }

  /** `isFree`: when the disk is done with the take of before; until then what comes is kept, and no second file is made. */
  #beginTake({ folder, station }: RecordingTarget, { after = null, isFree, leadIn }: TakeBefore): Outlet {
    const { clock, fanOut, wallMs } = this.#options;
    this.#takes += 1;
    const take: Take = {
      folder,
      begunAtMs: clock.now(),
      soundsFromMs: wallMs(),
      after: after && { ...after, after: null },
      name: null,
      outlet: new OggOpusRecorder({
        id: `recording-${this.#takes}`,
        clock,
        tags: { title: station },
        ...(leadIn && { leadIn }),
        open: async () => {
          await isFree;
          return createFile(take, station, this.#options);
        },
        onFailed: (error) => this.#fail(take, error),
        onBroken: () => this.#end(take),
      }),
    };
    this.#take = take;
    fanOut.addOutlet(take.outlet);
    return take.outlet;
  }

  /** Asks for another file where one is wanted by now. A file is a minute long at least, also where the clock is set to and fro. */
  #renew(take: Take, target: RecordingTarget): void {
    if (this.#before || take.outlet.durationMs < soundLifeMs) return;
    const isDue =
      take.outlet.bytes >= longestBytes ||
      isPeriodOver(target.newFile, take.soundsFromMs, this.#options.wallMs());
    if (isDue) take.outlet.endBeforeNext((leadIn) => this.#goOn(take, target, leadIn));
  }

  /** Another file goes on with the next frame; the one of before is ended a moment later. */
  #goOn(after: Take, target: RecordingTarget, leadIn: Parameters<Succeed>[0]): Outlet {
    const isFree = new Promise<void>((resolve) => {
      const end = (): void => {
        if (this.#before?.take !== after) return;
        this.#before = null;
        cancel();
        resolve(this.#close(after));
      };
      const cancel = this.#options.clock.after(lateMs, end);
      this.#before = { take: after, end };
    });
    return this.#beginTake(target, { after, isFree, leadIn });
  }

  #fail(take: Take, error: unknown, why: FailureReason = isFull(error) ? 'disk-full' : 'cannot-write'): void {
    const { clock, logger } = this.#options;
    const wasSound = clock.now() - take.begunAtMs >= soundLifeMs;
    if (take === this.#take && wasSound && this.#target && isTooLong(error)) {
      logger.info({ file: take.name }, 'the file is as long as the disk takes; recording goes on in another');
      this.#beginTake(this.#target, { after: take, isFree: this.#close(take) });
      return;
    }
    logger.warn({ file: take.name, why, err: error }, 'recording failed');
    if (take !== this.#take) return;
    this.#failure.failed(why, clock.now(), !wasSound);
    this.#end(take);
    this.#options.onChange();
  }

  #end(take: Take): void {
    if (take !== this.#take) return;
    this.#take = null;
    this.#idleSinceMs = this.#options.clock.now();
    this.#toldBytes = 0;
    void this.#close(take);
  }

  /** Ends a take's file. Never rejects. */
  #close(take: Take): Promise<void> {
    this.#options.fanOut.removeOutlet(take.outlet.id);
    const ended = settle(take, this.#options).finally(() => {
      this.#ending.delete(ended);
      this.#record();
    });
    this.#ending.add(ended);
    return ended;
  }

  #tickLater(): void {
    this.#cancelTick = this.#options.clock.after(tickMs, () => {
      this.#tickLater();
      this.#tick();
    });
  }

  #tick(): void {
    this.#sleep?.look();
    const nowMs = this.#options.clock.now();
    if (!this.#take && this.#failure.why === null && nowMs - this.#idleSinceMs > patienceMs) {
      this.#failure.failed('cannot-write', nowMs);
      this.#options.onChange();
    }
    if (this.#take && this.#target) this.#renew(this.#take, this.#target);
    const bytes = this.#shown?.outlet.bytes ?? 0;
    if (bytes === this.#toldBytes) return;
    this.#toldBytes = bytes;
    this.#failure.works();
    this.#options.onChange();
  }
}
