import { hostname } from 'node:os';
import { expect, test } from 'vitest';

import { describeMachine, plainCpuName, systemName } from './machine.ts';

test('a processor has its plain name', () => {
  expect(plainCpuName('Intel(R) Xeon(R)  CPU @ 2.50GHz ')).toBe('Intel Xeon CPU @ 2.50GHz');
});

test('the system is called as it calls itself', () => {
  expect(systemName('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')).toBe(
    'Debian GNU/Linux 12 (bookworm)',
  );
});

test('the description says what counts and not whose machine it is', async () => {
  const machine = await describeMachine();
  expect(machine.cores).toBeGreaterThan(0);
  expect(machine.node).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Object.values(machine)).not.toContain(hostname());
});
