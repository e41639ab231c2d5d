import { randomFillSync } from 'node:crypto';

const idBytes = 16;
/** Drawn at once for so many: asking the system each time costs more than all else of an id. */
const pool = Buffer.alloc(idBytes * 128);
let used = pool.length;

/** 128 random bits: nobody can guess another peer's. */
export function newPeerId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += idBytes;
  return pool.toString('base64url', used - idBytes, used);
}
