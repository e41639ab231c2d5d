import type { TestOptions } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test is left out on this machine, as the end of the run tells it. */
    reason?: string;
  }
}

/**
 * Options of a test, or of a group of them, that can only be shown on some machines: `describe('…', onlyWhere(whyNot), () => …)`.
 * @param whyNot why it cannot be shown on this one; null where it can
 */
export const onlyWhere = (whyNot: string | null): TestOptions =>
  whyNot === null ? {} : { skip: true, meta: { reason: whyNot } };
