import { failureCodes } from '@mauzin/shared';

/** In place of what is not to be told. */
export const hidden = '[hidden]';
/** Deeper than this nothing of ours is. */
const deepest = 5;
const longestString = 8_000;
const mostEntries = 100;

/** Fields whose value is never told, by their name in small letters and digits alone. */
const secretNames = new Set(['key', 'keys', 'resume', 'hello', 'message', 'username', 'iceservers', 'ip']);
/** And those whose name ends so: `adminToken`, `MAUZIN_TURN_SECRET`, `remoteAddress`. */
const secretEnd =
  /(?:secret|token|ticket|password|credentials?|dsn|sdp|candidates?|address(?:es)?|accesscode|apikey|broadcasterkey|(?:key|code)hash(?:es)?|authorization|cookie)$/;

/** Fields in which the service's own place stands: addresses are not hidden there. */
const ownNames = new Set(['url', 'host', 'bind']);

const failureNames: ReadonlySet<unknown> = new Set(failureCodes);

/** What is hidden within texts, wherever it stands: an error's message may quote anything. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/v=0\r?\n[\s\S]*/g, hidden],
  [/(?:a=)?candidate:[^\r\n"]+/g, hidden],
  [/a=(?:ice-ufrag|ice-pwd|fingerprint):[^\r\n"]+/g, hidden],
  // In the query of an address.
  [
    /([?&](?:ticket|token|authtoken|code|key|resume|secret|password|credential|username)=)[^&\s"'#]+/gi,
    `$1${hidden}`,
  ],
  // A DSN is an address with its key before the host; so may a database's be.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${hidden}@`],
  [/\b(Bearer|Basic)\s+[^\s"']+/gi, `$1 ${hidden}`],
  [/\b1\.[lb]\.[\w-]{8,40}\.[0-9a-z]+\.[\w-]+/g, hidden],
  [/\b(?:sha256:[0-9a-f]{64}|scrypt:[\w:-]+)/g, hidden],
  [/\b(?:[0-9a-hjkmnp-tv-z]{4}-){7}[0-9a-hjkmnp-tv-z]{4}\b/gi, hidden],
  [/\b[0-9a-hjkmnp-tv-z]{32}\b/g, hidden],
];
const ipv4 = /\b(?!127\.|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}\b/g;
const ipv6 =
  /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?=[0-9a-f:]*[0-9a-f]{2})(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?)(?![\w:])/gi;

export interface Redactor {
  /** A copy that may be told: secret fields and texts are hidden, errors are plain objects. Never throws. */
  readonly fields: (fields: object) => Record<string, unknown>;
}

/**
 * Takes out of what is logged or reported whatever would let somebody in, or tells who listens.
 * @param secrets of the configuration, hidden wherever they stand
 */
export function redactor(secrets: readonly string[] = []): Redactor {
  // Shorter ones would be found in ordinary words.
  const exact = secrets.filter((secret) => secret.length >= 6).sort((a, b) => b.length - a.length);
  const ownText = (raw: string): string => {
    // Cut again afterwards, so that no half of a secret is left at the end.
    let out = raw.slice(0, 2 * longestString);
    for (const secret of exact) out = out.replaceAll(secret, hidden);
    for (const [pattern, by] of secretTexts) out = out.replaceAll(pattern, by);
    return out.length > longestString ? `${out.slice(0, longestString)}…` : out;
  };
  const text = (raw: string): string => ownText(raw).replaceAll(ipv4, hidden).replaceAll(ipv6, hidden);
  const field = (name: string, raw: unknown, depth: number): unknown => {
    if (isSecret(name, raw)) return hidden;
    return ownNames.has(name) && typeof raw === 'string' ? ownText(raw) : value(raw, depth);
  };
  const value = (raw: unknown, depth: number): unknown => {
    if (typeof raw === 'string') return text(raw);
    if (typeof raw === 'function' || typeof raw === 'symbol') return undefined;
    if (typeof raw === 'bigint') return raw.toString();
    if (typeof raw !== 'object' || raw === null) return raw;
    if (depth > deepest || ArrayBuffer.isView(raw)) return hidden;
    if (raw instanceof Error) return error(raw, depth);
    if (Array.isArray(raw)) return raw.slice(0, mostEntries).map((one) => value(one, depth + 1));
    return entries(raw, depth);
  };
  const entries = (raw: object, depth: number): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(raw)
        .slice(0, mostEntries)
        .map(([name, one]) => [name, field(name, one, depth + 1)]),
    );
  const error = (raw: Error, depth: number): Record<string, unknown> => {
    const { cause, code, reason } = raw as Error & { code?: unknown; reason?: unknown };
    return {
      type: raw.name,
      message: text(raw.message),
      stack: text(raw.stack ?? ''),
      ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
      ...(typeof reason === 'string' ? { reason: text(reason) } : {}),
      ...(cause === undefined ? {} : { cause: value(cause, depth + 1) }),
    };
  };
  return {
    fields: (fields) => {
      try {
        return entries(fields, 0);
      } catch {
        // A getter that throws, or something that changes while it is read.
        return { unreadable: true };
      }
    },
  };
}

function isSecret(name: string, value: unknown): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (value === null || value === undefined) return false;
  // A failure's, or a number that a process ended with; else it is what somebody typed to get in.
  if (plain === 'code') return typeof value !== 'number' && !failureNames.has(value);
  return secretNames.has(plain) || secretEnd.test(plain);
}
