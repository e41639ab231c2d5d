import { expect, test } from 'vitest';

import { sideBySide } from './jobs.mjs';

test('jobs run side by side, in their order, no more at once than may, and their results keep it', async () => {
  const begun = [];
  let running = 0;
  const job = (name) => ({
    name,
    run: async () => {
      begun.push(name);
      running += 1;
      expect(running).toBeLessThanOrEqual(2);
      await new Promise((resolve) => void setImmediate(resolve));
      running -= 1;
      return name.toUpperCase();
    },
  });
  const said = [];
  const results = await sideBySide(['a', 'b', 'c'].map(job), 2, (line) => said.push(line));
  expect(results).toEqual(['A', 'B', 'C']);
  expect(said).toHaveLength(3);
  expect(said[0]).toMatch(/^── [ab]: \d+ s$/);
  expect(begun).toEqual(['a', 'b', 'c']);
});
