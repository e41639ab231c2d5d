import { scrypt } from 'node:crypto';

import type { Stretch } from '../access/access-code.ts';

/** Stretching that costs next to nothing, for tests of what happens around it. */
export const quickStretch: Stretch = (normalCode, salt) =>
  new Promise((resolve, reject) => {
    scrypt(normalCode, salt, 32, { N: 2 }, (error, key) => (error ? reject(error) : resolve(key)));
  });
