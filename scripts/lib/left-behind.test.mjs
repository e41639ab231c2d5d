import { expect, test } from 'vitest';

import { changed, snapshot } from './left-behind.mjs';

test('what is replaced, added or taken away of the process is named, and can be put back', () => {
  const before = snapshot();
  expect(changed(before)).toEqual([]);
  const original = Object.getOwnPropertyDescriptor(URL, 'createObjectURL');
  URL.createObjectURL = () => 'blob:mine';
  globalThis.leftBehind = 1;
  process.env.LEFT_BEHIND = 'yes';
  const home = process.env.HOME;
  delete process.env.HOME;
  const left = changed(before);
  for (const { putBack } of left) putBack();
  expect(left.map(({ name }) => name).toSorted()).toEqual([
    'URL.createObjectURL',
    'globalThis.leftBehind',
    'process.env.HOME',
    'process.env.LEFT_BEHIND',
  ]);
  expect(changed(before)).toEqual([]);
  expect(Object.getOwnPropertyDescriptor(URL, 'createObjectURL')).toEqual(original);
  expect(process.env.HOME).toBe(home);
});
