import { asciiDigits } from '@mauzin/shared';

/** Takes a number as people type it, in the digits and signs of any script; null when it is none. */
export function parseNumber(text: string): number | null {
  const plain = asciiDigits(text)
    .replace(/[\s\u200e\u200f\u061c]/g, '')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/[,\u066b]/g, '.');
  return /^-?\d+(\.\d+)?$|^-?\.\d+$/.test(plain) ? Number(plain) : null;
}
