import { expect, test } from 'vitest';

import { readFlags } from './flags.ts';

test('ours are read, among those of Electron and Chromium', () => {
  expect(readFlags(['mauzin', '--no-sandbox'])).toEqual({ goLive: false, userData: null, resetPin: false });
  expect(readFlags(['mauzin', '--user-data=/tmp/a b', '--go-live', '--reset-pin'])).toEqual({
    goLive: true,
    userData: '/tmp/a b',
    resetPin: true,
  });
  expect(readFlags(['mauzin', '--user-data='])).toMatchObject({ userData: null });
});
