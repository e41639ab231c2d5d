import { expect } from 'vitest';

/** Waits for something that a noisy machine may take long over. */
export const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 15_000, interval: 10 });
