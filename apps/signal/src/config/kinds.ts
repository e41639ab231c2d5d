import { isIP } from 'node:net';

import { isStunUrl, isTurnUrl } from '../ice/ice-servers.ts';

/** What a text means, or what it must be, said so that it continues the variable's name: "must be …". */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** What a variable's text may be. */
export interface Kind<T> {
  /** For the reference: what may be written. */
  readonly range: string;
  parse(text: string): Parsed<T>;
  /** The value as it is written; for the reference's defaults. */
  write(value: T): string;
}

const value = <T>(it: T): Parsed<T> => ({ ok: true, value: it });
const problem = (text: string): Parsed<never> => ({ ok: false, problem: text });

/** A text that must hold to `test`; `what` continues "must be". */
function textKind(what: string, test: (text: string) => boolean, range = what): Kind<string> {
  return {
    range,
    parse: (text) => (test(text) ? value(text) : problem(`must be ${what}`)),
    write: (text) => text,
  };
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): Kind<number> {
  return {
    range: `${least} to ${most}`,
    parse: (text) => {
      const number = Number(text);
      const fits = /^\d{1,15}$/.test(text) && number >= least && number <= most;
      return fits ? value(number) : problem(`must be a whole number from ${least} to ${most}`);
    },
    write: String,
  };
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Kind<T> {
  const range = allowed.join(', ');
  return {
    range,
    parse: (text) => {
      const found = allowed.find((one) => one === text.toLowerCase());
      return found === undefined ? problem(`must be one of ${range}`) : value(found);
    },
    write: (text) => text,
  };
}

/** Several, with commas between them; none is no list. */
export function listOf<T>(kind: Kind<T>, most = 20): Kind<readonly T[]> {
  return {
    range: `${kind.range}; several with commas between`,
    parse: (text) => {
      const parts = text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
      if (parts.length > most) return problem(`must name ${most} at most`);
      const values: T[] = [];
      for (const part of parts) {
        const parsed = kind.parse(part);
        if (!parsed.ok) return problem(`${parsed.problem}; ${JSON.stringify(part)} is not`);
        values.push(parsed.value);
      }
      return value(values);
    },
    write: (values) => (values.length === 0 ? 'none' : values.map((one) => kind.write(one)).join(',')),
  };
}

/** As `kind`, or one word that stands for something else. */
export function orWord<T, const W extends string>(word: W, kind: Kind<T>): Kind<T | W> {
  return {
    range: `\`${word}\`, or ${kind.range}`,
    parse: (text) => {
      if (text.toLowerCase() === word) return value(word);
      const parsed = kind.parse(text);
      return parsed.ok ? parsed : problem(`must be ${word}, or ${parsed.problem.replace(/^must be /, '')}`);
    },
    write: (it) => (it === word ? word : kind.write(it as T)),
  };
}

/** As `kind`; null where nothing is set. */
export function optional<T>(kind: Kind<T>): Kind<T | null> {
  return { ...kind, write: (it) => (it === null ? 'none' : kind.write(it)) };
}

/** `scheme` with its colon. */
function hasScheme(text: string, schemes: readonly string[]): boolean {
  try {
    return schemes.includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

export const httpOrigin = textKind(
  'an origin such as https://mosque.example, without a path',
  (text) => hasScheme(text, ['http:', 'https:']) && new URL(text).origin === text,
  'an origin such as `https://mosque.example`',
);
export const databaseUrl = textKind(
  'a file (file:./mauzin.db) or a libSQL server (libsql://…, https://…)',
  (text) =>
    (text.startsWith('file:') && text.length > 'file:'.length) ||
    hasScheme(text, ['libsql:', 'https:', 'http:', 'wss:', 'ws:']),
  '`file:<path>`, `libsql://…`, `https://…` or `http://…`',
);
export const reportUrl = textKind(
  'a DSN such as https://key@errors.example/1',
  (text) => hasScheme(text, ['https:', 'http:']) && new URL(text).username !== '',
  'a DSN such as `https://key@errors.example/1`',
);
export const stunUrl = textKind(
  'a STUN server such as stun:stun.mosque.example:3478',
  isStunUrl,
  '`stun:host[:port]`',
);
export const turnUrl = textKind(
  'a TURN server such as turn:turn.mosque.example:3478?transport=udp',
  isTurnUrl,
  '`turn:host[:port][?transport=udp|tcp]`',
);
export const hostName = textKind(
  'an address or a host name',
  (text) => isIP(text) !== 0 || /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text),
);
export const ipAddress = textKind('an IPv4 or IPv6 address', (text) => isIP(text) !== 0);
/** As Node names them: lower-case. */
export const headerName: Kind<string> = {
  ...textKind(
    'the name of a header such as x-forwarded-for',
    (text) => /^[A-Za-z0-9-]{1,64}$/.test(text),
    'the name of a header, such as `x-forwarded-for`, `x-real-ip` or `fly-client-ip`',
  ),
  parse: (text) =>
    /^[A-Za-z0-9-]{1,64}$/.test(text)
      ? value(text.toLowerCase())
      : problem('must be the name of a header such as x-forwarded-for'),
};
export const folder = textKind('a folder', (text) => text.length <= 4_096 && !text.includes('\0'));
export const filePath = textKind('a file', (text) => text.length <= 4_096 && !text.includes('\0'));
/** What nobody may guess. */
export const secretOf = (leastChars: number): Kind<string> =>
  textKind(
    `at least ${leastChars} characters, without spaces`,
    (text) => text.length >= leastChars && text.length <= 1_024 && !/\s/.test(text),
  );
