import { type DestinationStream, type Logger, pino } from 'pino';

/** Nothing of ours passes these to a logger; should a later change do so by mistake, they still don't get out. */
const secrets = [
  'key',
  'keyHash',
  'accessCode',
  'accessCodeHash',
  'address',
  'resume',
  'resumeSecret',
  'ticket',
  'token',
  'sdp',
  'candidate',
  'credential',
  'hello',
  'message',
];
const levels = new Set(['debug', 'info', 'warn', 'error', 'silent']);

/**
 * One JSON object a line. The rubric: `info` is one line for each transition of a service's or a station's life, `warn`
 * what a person should look at, `error` a mistake of ours, `debug` single sockets.
 */
export function createLogger(level: string | undefined, destination?: DestinationStream): Logger {
  const options = {
    level: level !== undefined && levels.has(level) ? level : 'info',
    messageKey: 'event',
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
