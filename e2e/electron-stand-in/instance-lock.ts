import { type FSWatcher, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a second instance tells the first. */
export interface SecondInstance {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

const KNOCK = /^knock-\d+\.json$/;

/**
 * One instance for each folder of user data. Asking is synchronous in Electron, so it is done with files: the lock
 * names the process that holds it, and whoever comes second leaves a note and goes.
 */
export class InstanceLock {
  readonly #dir: string;
  #watcher: FSWatcher | undefined;

  private constructor(dir: string) {
    this.#dir = dir;
    process.once('exit', () => this.release());
  }

  /** Null when another instance holds it; that one is then told about `self`. */
  static take(userData: string, self: SecondInstance): InstanceLock | null {
    const dir = join(userData, 'stand-in-lock');
    mkdirSync(dir, { recursive: true });
    const lock = join(dir, 'holder');
    for (;;) {
      try {
        writeFileSync(lock, String(process.pid), { flag: 'wx' });
        return new InstanceLock(dir);
      } catch {
        if (isAlive(Number(readFileSync(lock, 'utf8')))) break;
        rmSync(lock, { force: true }); // left behind by an instance that was killed
      }
    }
    writeFileSync(join(dir, `knock-${process.pid}.json`), JSON.stringify(self));
    return null;
  }

  onSecond(tell: (second: SecondInstance) => void): void {
    this.#watcher = watch(this.#dir, () => {
      for (const file of readdirSync(this.#dir).filter((name) => KNOCK.test(name))) {
        const note = readFileSync(join(this.#dir, file), 'utf8');
        if (!note.endsWith('}')) continue; // still being written: another event follows
        rmSync(join(this.#dir, file));
        tell(JSON.parse(note) as SecondInstance);
      }
    });
    this.#watcher.unref();
  }

  release(): void {
    this.#watcher?.close();
    rmSync(join(this.#dir, 'holder'), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
