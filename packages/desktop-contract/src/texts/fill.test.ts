import { expect, test } from 'vitest';

import { fill } from './fill.ts';

test('what is not given stays in its place, and names stay in one piece within Arabic', () => {
  expect(fill('{name} at {port}', { port: 8080 })).toBe('{name} at 8080');
  expect(fill('{name} غير موصول', { name: 'USB (2)' })).toBe('\u2068USB (2)\u2069 غير موصول');
  expect(fill('{name} غير موصول', { name: 'المازج' })).toBe('المازج غير موصول');
  expect(fill('{name} is away', { name: 'USB (2)' })).toBe('USB (2) is away');
});
