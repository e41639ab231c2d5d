import { describe, expect, onTestFinished, test } from 'vitest';

import { type Phone, Stage } from '../testing/relay-rig.ts';
import type { RelayOptions } from './relay.ts';

const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 15_000, interval: 20 });

async function setUp(options: Partial<RelayOptions> = {}): Promise<Stage> {
  const stage = await Stage.open(options);
  onTestFinished(() => stage.close());
  return stage;
}

/** Everything between the first and the last packet came, once, and in order. */
function expectComplete(numbers: readonly number[]): void {
  const first = numbers[0] ?? 0;
  expect(numbers).toEqual(numbers.map((_, index) => first + index));
}

const hears = (phone: Phone, packets: number): Promise<void> =>
  eventually(() => phone.heard).toBeGreaterThanOrEqual(packets);

describe('sound through the relay', () => {
  test('reaches every listener whole, from one copy of the desktop’s', async () => {
    const stage = await setUp();
    const phones = [stage.phone('a'), stage.phone('b')];
    stage.want('normal', true);
    for (const phone of phones) phone.listen();
    for (const phone of phones) await hears(phone, 100);
    for (const phone of phones) expectComplete(phone.numbers);
    expect(stage.desktop.open).toBe(1);
    expect(phones[0]?.connection).toMatch(/^relay-/);
  });
});
