import type { ClockPort } from '@mauzin/shared';

/**
 * Calls `run` once, when the graph has run for `delayMs` in all: what its context is suspended for does not count. Returns what ends the
 * waiting.
 */
export function afterRunning(
  context: Pick<BaseAudioContext, 'addEventListener' | 'removeEventListener' | 'state'>,
  clock: ClockPort,
  delayMs: number,
  run: () => void,
): () => void {
  let leftMs = delayMs;
  /** Stops the timer and takes off what it counted; null while the graph stands still. */
  let pause: (() => void) | null = null;
  const follow = (): void => {
    const runs = context.state === 'running';
    if (runs && !pause) pause = count();
    if (runs || !pause) return;
    pause();
    pause = null;
  };
  const count = (): (() => void) => {
    const fromMs = clock.now();
    const stop = clock.after(leftMs, () => {
      end();
      run();
    });
    return () => {
      stop();
      leftMs -= clock.now() - fromMs;
    };
  };
  const end = (): void => {
    context.removeEventListener('statechange', follow);
    pause?.();
  };
  context.addEventListener('statechange', follow);
  follow();
  return end;
}
