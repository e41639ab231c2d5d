import { useEffect, useState } from 'react';

const tickMs = 250;

/** Counts down by a clock that nobody sets: how much is left, ms; 0 when there is nothing to wait for. */
export function useCountdown(): readonly [leftMs: number, start: (durationMs: number) => void] {
  const [endMs, setEndMs] = useState(0);
  const [nowMs, setNowMs] = useState(0);
  const leftMs = Math.max(0, endMs - nowMs);
  const waiting = leftMs > 0;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => setNowMs(performance.now()), tickMs);
    return () => clearInterval(timer);
  }, [waiting]);
  const start = (durationMs: number): void => {
    const startMs = performance.now();
    setNowMs(startMs);
    setEndMs(startMs + durationMs);
  };
  return [leftMs, start];
}
