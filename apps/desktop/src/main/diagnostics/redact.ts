import type { Settings } from '@mauzin/desktop-contract';
import { normalAccessCode } from '@mauzin/shared';

/** What stands where a secret stood. */
export const hiddenMark = '[hidden]';

/** Keys of `generateBroadcasterKey`'s shape, with or without their dashes, however they are typed. */
const keyShape = /(?<![0-9a-z])[0-9a-z]{4}(?:-?[0-9a-z]{4}){7}(?![0-9a-z])/gi;
/** Names of fields that hold secrets, as JSON, as headers, and as `name=value`. */
const secretName =
  '[\\w-]*(?:key|token|secret|password|passphrase|(?:access|carried)code|credential|authorization|pin|pwd|ufrag)';
const quotedField = new RegExp(
  `("${secretName}"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\]|\\{[^}]*\\}|[^",}\\]\\s]+)`,
  'gi',
);
const looseField = new RegExp(
  `\\b(${secretName}\\s?[=:]\\s?)(?!\\s|"|\\[hidden\\])(?:bearer\\s+)?[^\\s,;&"']+`,
  'gi',
);
const bearer = /\b(bearer\s+)[\w.~+/=-]+/gi;
/** Name and password before a host. */
const userInfo = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"'<>]+@/gi;
/** Query and fragment of an address. */
const query = /\b([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi;

/**
 * A text without the secrets in it: those that are known (plain, as Base64, as part of an address), and whatever looks like
 * a key, a token, a PIN or an address's query. It rather hides too much.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const form of secrets.flatMap(formsOf))
    clean = clean.replaceAll(isShort(form) ? alone(form) : form, hiddenMark);
  return clean
    .replace(userInfo, '$1')
    .replace(query, `$1?${hiddenMark}`)
    .replace(quotedField, `$1"${hiddenMark}"`)
    .replace(bearer, `$1${hiddenMark}`)
    .replace(looseField, `$1${hiddenMark}`)
    .replace(keyShape, hiddenMark);
}

/** Shorter ones are words of every text. */
const shortestSecret = 4;

/** So short that it may well be a part of something else: then it is hidden where it stands alone. */
const isShort = (form: string): boolean => /^[\p{L}\p{N}]{1,11}$/u.test(form);
const alone = (form: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${form}(?![\\p{L}\\p{N}])`, 'gu');

/** How a secret may stand in a text; longest first, so that no rest of one is left. */
export function formsOf(secret: string): readonly string[] {
  if (secret.length < shortestSecret) return [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  const forms = [secret, escaped, encodeURIComponent(secret), base64, bytes.toString('base64url')];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** What of the settings nobody else may read: the station's keys and access code, and all of the webhook's address but its host. */
export function secretsOf(
  settings: Pick<Settings, 'accessCode' | 'server' | 'deadAir'>,
  insideKey: string,
): string[] {
  const { accessCode, deadAir, server } = settings;
  const codes = accessCode === null ? [] : [...new Set([accessCode, normalAccessCode(accessCode)])];
  const remoteKey = server.kind === 'remote' ? [server.key] : [];
  return [
    insideKey,
    ...remoteKey,
    ...codes,
    ...(deadAir.webhook === null ? [] : secretPartsOf(deadAir.webhook)),
  ];
}

function secretPartsOf(address: string): string[] {
  if (!URL.canParse(address)) return [address];
  const { hash, origin, password, pathname, search, username } = new URL(address);
  const path = `${pathname}${search}${hash}`;
  // Each alone too: a text may hold the path without the query.
  const typed = address.startsWith(origin) ? [address.slice(origin.length)] : [];
  return [path, ...typed, pathname, search, username, password].filter((part) => part.length > 1);
}

/** An address of which only scheme and host are left to be seen. */
export const hostOnly = (address: string): string =>
  URL.canParse(address) ? `${new URL(address).origin}/${hiddenMark}` : hiddenMark;
