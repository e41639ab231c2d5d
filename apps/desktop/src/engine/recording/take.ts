import type { AppendFile, OggOpusRecorder } from '@mauzin/media';
import type { ServiceLogger } from '@mauzin/signal';

import type { RecordingDisk } from './recording-disk.ts';
import { recordingName } from './recording-name.ts';

/** One recording, in one file. */
export interface Take {
  readonly outlet: OggOpusRecorder;
  readonly folder: string;
  /** When it could begin, in the clock's time, ms. */
  readonly begunAtMs: number;
  /** When its file begins, epoch ms. */
  soundsFromMs: number;
  /** The one that it goes on from, whose name is told until this one's file holds something. */
  readonly after: Take | null;
  /** Null until the file is there. */
  name: string | null;
}

/** What making and ending a file needs. */
export interface TakeFiles {
  readonly disk: RecordingDisk;
  readonly logger: ServiceLogger;
  /** Epoch ms. */
  readonly wallMs: () => number;
}

/** Most files of the same second: a number tells them apart. */
const maxSameNames = 99;

/** Makes the take's file. Never one that is there already. */
export async function createFile(
  take: Take,
  station: string,
  { disk, logger, wallMs }: TakeFiles,
): Promise<AppendFile> {
  // One that goes on from another waited for its file, and not for sound.
  if (!take.after) take.soundsFromMs = wallMs();
  const startedAt = new Date(take.soundsFromMs);
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

/** Waits until the take's file is closed. A file without any sound is of no use to anybody, and goes. Never rejects. */
export async function settle(take: Take, { disk, logger }: TakeFiles): Promise<void> {
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

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

/** The disk has no room left. */
export const isFull = (error: unknown): boolean => fullCodes.has(codeOf(error));

/** The file system takes no longer file; another one it does. */
export const isTooLong = (error: unknown): boolean => codeOf(error) === 'EFBIG';
