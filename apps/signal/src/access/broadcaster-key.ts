import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

// Crockford's base 32: no letter that is easily taken for another, so a key can be read out over the telephone.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const keyBytes = 20;
const keyShape = /^[0-9a-hjkmnp-tv-z]{32}$/;
const hashShape = /^sha256:[0-9a-f]{64}$/;

/**
 * A new broadcaster key: 160 random bits as eight groups of four letters and digits.
 * @param random gives that many random bytes
 */
export function generateBroadcasterKey(random: (bytes: number) => Uint8Array = randomBytes): string {
  let bits = 0n;
  for (const byte of random(keyBytes)) bits = (bits << 8n) | BigInt(byte);
  let key = '';
  for (let place = 0; place < 32; place++) {
    key = `${alphabet.charAt(Number(bits & 31n))}${place > 0 && place % 4 === 0 ? '-' : ''}${key}`;
    bits >>= 5n;
  }
  return key;
}

/**
 * What to store instead of a key. A plain SHA-256 is right here, and cheap enough for every hello: keys are 160 random
 * bits by construction, which no stretching (scrypt, argon2) could make any harder to guess. To keep that true, only keys
 * of `generateBroadcasterKey`'s shape are taken.
 * @throws TypeError for any other key
 */
export function hashBroadcasterKey(key: string): string {
  const plain = plainKey(key);
  if (plain === null) throw new TypeError('not a broadcaster key: make one with generateBroadcasterKey()');
  return `sha256:${sha256(plain).toString('hex')}`;
}

export const isBroadcasterKeyHash = (hash: string): boolean => hashShape.test(hash);

/** In constant time as far as the hash goes. */
export function keyMatches(key: string, keyHash: string): boolean {
  const plain = plainKey(key);
  if (plain === null || !isBroadcasterKeyHash(keyHash)) return false;
  return timingSafeEqual(sha256(plain), Buffer.from(keyHash.slice('sha256:'.length), 'hex'));
}

/** Typed by a person: capitals, spaces and missing hyphens don't matter, nor o for 0 or l for 1. */
function plainKey(key: string): string | null {
  const plain = key.toLowerCase().replaceAll(/[-\s]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return keyShape.test(plain) ? plain : null;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
