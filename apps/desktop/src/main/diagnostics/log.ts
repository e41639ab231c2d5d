import { readdirSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';

import electronLog from 'electron-log/node';

import { lineSplitter } from './line-splitter.ts';
import { redact } from './redact.ts';

export interface LogOptions {
  /** Where the log files lie; made if missing. */
  readonly folder: string;
  /** What must not be written, as it is known now. */
  readonly secrets: () => readonly string[];
  /** A file that grew beyond this, bytes, is put aside and a new one begun. */
  readonly maxFileBytes?: number;
}

const defaultMaxFileBytes = 1_000_000;
/** How many full files are kept beside the one that is written. */
const keptFiles = 4;
const fileName = 'mauzin.log';
const olderName = (age: number): string => `mauzin.${age}.log`;
/** `mauzin.log` and the older ones. */
const ours = /^mauzin(?:\.\d+)?\.log$/;

/**
 * The log files of the app: one line an event, of main, the engine and the window alike, each cleaned of keys, PINs and
 * tokens before it is written. Five files of a megabyte at most. Where nothing can be written, nothing happens.
 */
export class Log {
  readonly #options: LogOptions;
  readonly #logger: ReturnType<typeof electronLog.create>;

  constructor(options: LogOptions) {
    this.#options = options;
    const logger = electronLog.create({ logId: options.folder });
    logger.transports.console.level = false;
    logger.transports.file.setAppName('Mauzin');
    logger.transports.file.resolvePathFn = () => join(options.folder, fileName);
    logger.transports.file.maxSize = options.maxFileBytes ?? defaultMaxFileBytes;
    logger.transports.file.archiveLogFn = () => rotate(options.folder);
    logger.transports.file.format = '{iso} {text}';
    logger.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
    this.#logger = logger;
  }

  /** One line of `part`. Line breaks within become spaces: nobody may write a line that looks like another's. */
  write(part: 'main' | 'engine' | 'window', line: string): void {
    const oneLine = line.replaceAll(/[\r\n]+/g, ' ').trimEnd();
    if (oneLine !== '') this.#logger.info(`${part}: ${redact(oneLine, this.#options.secrets())}`);
  }

  /** Writes what a process prints, line by line, until it ends. */
  follow(part: 'engine', output: NodeJS.ReadableStream | null): void {
    if (!output) return;
    const split = lineSplitter((line) => this.write(part, line));
    output.setEncoding('utf8');
    output.on('data', split.take);
    output.once('end', split.end);
    // A pipe that breaks is a process that ended: its supervisor tells that.
    output.on('error', split.end);
  }

  /** Paths of all log files, newest first. */
  files(): string[] {
    try {
      return readdirSync(this.#options.folder)
        .filter((name) => ours.test(name))
        .sort((a, b) => ageOf(a) - ageOf(b))
        .map((name) => join(this.#options.folder, name));
    } catch {
      return [];
    }
  }
}

const ageOf = (path: string): number => Number(/\.(\d+)\.log$/.exec(basename(path))?.[1] ?? 0);

/** Every file becomes one older; the oldest goes. */
function rotate(folder: string): void {
  rmSync(join(folder, olderName(keptFiles)), { force: true });
  for (let age = keptFiles - 1; age > 0; age -= 1)
    move(join(folder, olderName(age)), join(folder, olderName(age + 1)));
  const full = join(folder, fileName);
  // Held open by another program (Windows), it cannot be moved; it must not grow for ever either.
  if (!move(full, join(folder, olderName(1)))) truncateSync(full);
}

function move(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}
