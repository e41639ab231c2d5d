import type { AppendFile } from '@mauzin/media';

import type { RecordingDisk } from '../engine/recording/recording-disk.ts';

export interface FakeFile {
  bytes: number;
  closed: boolean;
}

/** A disk that a test fills, breaks and lets hang. */
export class FakeDisk implements RecordingDisk {
  /** By path. */
  readonly files = new Map<string, FakeFile>();
  readonly folders: string[] = [];
  free = 10_000_000_000;
  /** What a file may hold. */
  longestBytes = Infinity;
  looks = 0;
  /** What each append, and each making of a file, fails with. */
  broken: string | null = null;
  /** Each append waits for this … */
  hang: Promise<void> | null = null;
  /** … and each look for this. */
  hangLooks: Promise<void> | null = null;

  get names(): string[] {
    return [...this.files.keys()];
  }

  async freeBytes(folder: string): Promise<number> {
    this.looks += 1;
    this.folders.push(folder);
    await this.hangLooks;
    if (this.free < 0) throw failure('EACCES');
    return this.free;
  }

  create(folder: string, name: string): Promise<AppendFile> {
    const path = `${folder}/${name}`;
    if (this.files.has(path)) return Promise.reject(failure('EEXIST'));
    if (this.broken === 'EACCES') return Promise.reject(failure('EACCES'));
    const file = { bytes: 0, closed: false };
    this.files.set(path, file);
    return Promise.resolve({
      append: async (bytes) => {
        await this.hang;
        if (this.broken !== null) throw failure(this.broken);
        if (file.bytes + bytes.length > this.longestBytes) throw failure('EFBIG');
        file.bytes += bytes.length;
      },
      sync: () => Promise.resolve(),
      close: () => {
        file.closed = true;
        return Promise.resolve();
      },
    });
  }

  remove(folder: string, name: string): Promise<void> {
    this.files.delete(`${folder}/${name}`);
    return Promise.resolve();
  }
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });
