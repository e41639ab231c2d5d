import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto';

import { isUsableAccessCode, normalAccessCode } from '@mauzin/shared';

/** Makes a code expensive to guess: `hashBytes` bytes, off the thread that passes sound on. */
export type Stretch = (normalCode: string, salt: Uint8Array) => Promise<Buffer>;

/** About a tenth of a second and 32 MB (RFC 7914). */
const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 };
const hashBytes = 32;
const saltBytes = 16;
const hashShape = /^scrypt:15:8:1:([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{43})$/;

export const stretchByScrypt: Stretch = (normalCode, salt) =>
  new Promise((resolve, reject) => {
    scrypt(normalCode, salt, hashBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });

/**
 * What to store instead of an access code. Codes are short, so unlike broadcaster keys they are stretched by scrypt.
 * @param salt 16 bytes; the same salt and code give the same hash, which keeps resume tokens good
 * @param stretch tests of what happens around it may take a cheaper one, with the same for the service
 * @throws RangeError (rejects) for a code that is too short or too long
 */
export async function hashAccessCode(
  code: string,
  salt: Uint8Array = randomBytes(saltBytes),
  stretch: Stretch = stretchByScrypt,
): Promise<string> {
  if (!isUsableAccessCode(code)) throw new RangeError('an access code has 4 to 64 letters and digits');
  const hash = await stretch(normalAccessCode(code), salt);
  return `scrypt:15:8:1:${Buffer.from(salt).toString('base64url')}:${hash.toString('base64url')}`;
}

export const isAccessCodeHash = (text: string): boolean => hashShape.test(text);

/** @throws TypeError when it is not from `hashAccessCode` */
export function readAccessCodeHash(text: string): { readonly salt: Buffer; readonly hash: Buffer } {
  const [, salt, hash] = hashShape.exec(text) ?? [];
  if (salt === undefined || hash === undefined) throw new TypeError('not from hashAccessCode()');
  return { salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}
