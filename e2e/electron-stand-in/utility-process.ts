import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { settings } from './settings.ts';

const running = new Set<ChildProcess>();

export function endUtilityProcesses(): void {
  for (const child of running) child.kill();
}

/** A forked Node process with a `parentPort`: what Electron's is, but for the sandbox and Chromium's sockets. */
export class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(modulePath: string, args: readonly string[], options: Electron.ForkOptions) {
    super();
    const output = options.stdio === 'pipe' ? 'pipe' : options.stdio === 'ignore' ? 'ignore' : 'inherit';
    this.#child = fork(modulePath, args, {
      serialization: 'advanced',
      execArgv: ['--import', settings.utilityShim, ...(options.execArgv ?? [])],
      env: (options.env ?? process.env) as NodeJS.ProcessEnv,
      stdio: ['ignore', output, output, 'ipc'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    running.add(this.#child);
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => {
      running.delete(this.#child);
      this.emit('exit', code ?? 1);
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }
  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }
  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in transfers no message ports');
    if (this.#child.connected) this.#child.send(message as object);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork(modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): Electron.UtilityProcess {
    return new UtilityProcess(modulePath, args, options);
  },
};
