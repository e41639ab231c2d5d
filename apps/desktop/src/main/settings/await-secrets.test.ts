import { FakeClock } from '@mauzin/shared/testing';
import { expect, test } from 'vitest';

import { awaitSecrets, keyStorePatienceMs } from './await-secrets.ts';

function setUp(opened: Promise<void>) {
  const clock = new FakeClock();
  const happened: string[] = [];
  awaitSecrets({
    store: { opened, goOnWithout: () => happened.push('without') },
    clock,
    onChange: () => happened.push('changed'),
    log: () => happened.push('logged'),
  });
  return { clock, happened };
}

test('a key store that answers is taken at once, and nothing is waited for any more', async () => {
  const { clock, happened } = setUp(Promise.resolve());
  await expect.poll(() => happened).toEqual(['changed']);
  expect(clock.pending).toBe(0);
});

test('one that does not is waited for three seconds, and taken when it answers after all', async () => {
  let answer = (): void => undefined;
  const { clock, happened } = setUp(new Promise((done) => (answer = done)));
  clock.advance(keyStorePatienceMs - 1);
  expect(happened).toEqual([]);
  clock.advance(1);
  expect(happened).toEqual(['logged', 'without', 'changed']);
  answer();
  await expect.poll(() => happened).toEqual(['logged', 'without', 'changed', 'changed']);
});
