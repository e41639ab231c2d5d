import { asciiDigits } from './ascii-digits.ts';
import { limits } from './limits.ts';

/** Between the parts of a code that was read out or pasted: spaces, hyphens of every kind, and marks that nobody sees. */
const between = /[\s\p{Pd}\p{Cf}]/gu;

/** Most rounds of normalising until nothing changes: a sign (˙) may split into a space and a mark, which joins the letter before it. */
const mostRounds = 4;

/**
 * The form in which access codes are compared: the same however a code is typed (spaces, hyphens, capitals, wide letters, the digits
 * of any script). Normalising twice changes nothing.
 */
export function normalAccessCode(text: string): string {
  let [before, now] = ['', text];
  for (let round = 0; round < mostRounds && now !== before; round += 1) {
    [before, now] = [now, normalisedOnce(now)];
  }
  return now;
}

const normalisedOnce = (text: string): string =>
  asciiDigits(text.replace(between, '').normalize('NFKC').toLowerCase().normalize('NFKC')).replace(
    between,
    '',
  );

/** Whether a code is long enough to keep a station private. */
export function isUsableAccessCode(text: string): boolean {
  return (
    text.length <= limits.accessCodeChars && normalAccessCode(text).length >= limits.leastAccessCodeChars
  );
}

/** Whether a code may be newly set; shorter ones of before stay good. */
export const isUsableNewAccessCode = (text: string): boolean =>
  isUsableAccessCode(text) && normalAccessCode(text).length >= limits.leastNewAccessCodeChars;

const fragment = 'code=';

/** A station's link with the code in its fragment, which browsers send to no server and services write into no log. */
export const withAccessCode = (link: string, code: string): string =>
  `${link}#${fragment}${encodeURIComponent(normalAccessCode(code))}`;

/** What people are invited with: the link, with the code if it is to carry one. */
export const invitation = (link: string, code: string | null): string =>
  code === null ? link : withAccessCode(link, code);

/** The code in an address's fragment (`#code=…`), or null. */
export function accessCodeIn(hash: string): string | null {
  const text = hash
    .replace(/^#/, '')
    .split('&')
    .find((part) => part.startsWith(fragment));
  if (text === undefined) return null;
  try {
    const code = decodeURIComponent(text.slice(fragment.length)).slice(0, limits.accessCodeChars);
    return code === '' ? null : code;
  } catch {
    return null;
  }
}
