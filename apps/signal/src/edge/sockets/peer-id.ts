import { randomFillSync } from 'node:crypto';

const idBytes = 16;
/** Random bytes for 128 ids, drawn at once: asking the system each time costs more than all the rest of an id. */
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
