import { expect, test } from 'vitest';

import { Reachability } from './reachability.ts';

const minute = 60_000;

test('one phone that hears nothing is no firewall; two are, until one hears', () => {
  const reachability = new Reachability();
  reachability.failed(0);
  expect(reachability.suspectsFirewall(1_000)).toBe(false);
  reachability.failed(20_000);
  expect(reachability.suspectsFirewall(20_000)).toBe(true);
  reachability.succeeded();
  expect(reachability.suspectsFirewall(20_000)).toBe(false);
  reachability.failed(30_000);
  expect(reachability.suspectsFirewall(30_000)).toBe(false);
});

test('failures count for five minutes', () => {
  const reachability = new Reachability();
  reachability.failed(0);
  reachability.failed(5 * minute);
  expect(reachability.suspectsFirewall(5 * minute)).toBe(false);
  reachability.failed(6 * minute);
  expect(reachability.suspectsFirewall(10 * minute - 1)).toBe(true);
  expect(reachability.suspectsFirewall(10 * minute)).toBe(false);
});
