import type { ServiceClock } from '../../clock.ts';

/** Whether this instance should be sent visitors, and what keeps it from that. */
export interface Readiness {
  readonly ready: boolean;
  /** It does without something that it would rather have: visitors notice nothing, an admin should look. */
  readonly degraded: boolean;
  /** The service has been told to end. */
  readonly draining: boolean;
  /** Whether each thing that the service needs, or does without for a while, is there, by name. */
  readonly needs: Readonly<Record<string, boolean>>;
}

/** Whether one thing that the service needs is there. Rejects, or says false, when it is not. */
export type Check = () => boolean | Promise<boolean | void>;

export interface ReadinessOptions {
  readonly checks: Readonly<Record<string, Check>>;
  /** Those without which it goes on, by name. */
  readonly doesWithout: ReadonlySet<string>;
  readonly isDraining: () => boolean;
  readonly clock: ServiceClock;
}

/** A check that has not answered by then has failed, ms. */
const longestMs = 2_000;
/** How long the results of the checks are kept for whoever asks again, ms: asking must cost nothing. */
const keptMs = 1_000;

/** Checks what the service needs, when its readiness is asked for. */
export function createReadiness({
  checks,
  clock,
  doesWithout,
  isDraining,
}: ReadinessOptions): () => Promise<Readiness> {
  let last: { readonly atMs: number; readonly needs: Promise<Readiness['needs']> } | null = null;

  const holds = (check: Check): Promise<boolean> =>
    new Promise((resolve) => {
      const cancel = clock.after(longestMs, () => resolve(false));
      const tell = (isThere: boolean): void => {
        cancel();
        resolve(isThere);
      };
      Promise.resolve()
        .then(check)
        .then((answer) => tell(answer !== false))
        .catch(() => tell(false));
    });
  const look = async (): Promise<Readiness['needs']> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await holds(check)] as const),
      ),
    );

  return async () => {
    const nowMs = clock.now();
    if (last === null || nowMs - last.atMs >= keptMs) last = { atMs: nowMs, needs: look() };
    const needs = await last.needs;
    const draining = isDraining();
    const away = Object.keys(needs).filter((name) => !needs[name]);
    const ready = !draining && away.every((name) => doesWithout.has(name));
    return { ready, degraded: away.some((name) => doesWithout.has(name)), draining, needs };
  };
}
