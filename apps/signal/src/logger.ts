import { type DestinationStream, type Logger, pino, type LoggerOptions as PinoOptions } from 'pino';

import { redactor } from './observe/redact.ts';

const levels = new Set(['debug', 'info', 'warn', 'error', 'silent']);
const errorLevel = 50;

export interface LoggerOptions {
  /** By default standard output. */
  readonly destination?: DestinationStream;
  /** Secrets of the configuration: hidden wherever they stand. */
  readonly secrets?: readonly string[];
  /** Told of each line of level `error`, with its fields as they are logged: without secrets. */
  readonly onError?: (fields: Readonly<Record<string, unknown>>, event: string) => void;
}

/**
 * One JSON object a line; its `event` is a name from the list in docs/operations.md. The rubric:
 * - `info`: one line for each transition of a service's or a station's life.
 * - `warn`: what a person should look at, though everything goes on.
 * - `error`: a mistake of ours, or what keeps the service from its work. Reported, where a DSN is configured.
 * - `debug`: single sockets and requests.
 *
 * Nothing of ours passes secrets or addresses to a logger; should a later change, or a library's error, do so, they still
 * don't get out (`redactor`).
 */
export function createLogger(
  level: string | undefined,
  { destination, secrets = [], onError }: LoggerOptions = {},
): Logger {
  const { fields: withoutSecrets } = redactor(secrets);
  const options: PinoOptions = {
    level: level !== undefined && levels.has(level) ? level : 'info',
    messageKey: 'event',
    formatters: { log: withoutSecrets },
    // Errors are plain already.
    serializers: { err: (error: unknown) => error },
    hooks: {
      logMethod(line, method, at) {
        method.apply(this, line);
        const [fields, event]: readonly unknown[] = line;
        if (at < errorLevel || typeof event !== 'string' || typeof fields !== 'object') return;
        onError?.(withoutSecrets(fields ?? {}), event);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
