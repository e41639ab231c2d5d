import { useEffect, useState } from 'react';

const second = 1000;
const two = (value: number): string => String(value).padStart(2, '0');

/** `h:mm:ss` of a duration in ms. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / second));
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** How long the station has been on the air; a dash while it is not. To be keyed by `onAirMs`. */
export function TimeOnAir({ onAirMs }: { readonly onAirMs: number | null }) {
  const [[fromMs, nowMs], setTimes] = useState(() => [performance.now(), performance.now()]);
  useEffect(() => {
    if (onAirMs === null) return undefined;
    const timer = setInterval(() => setTimes(([from]) => [from, performance.now()]), second);
    return () => clearInterval(timer);
  }, [onAirMs]);
  return <time dir="ltr">{onAirMs === null ? '–' : formatDuration(onAirMs + nowMs - fromMs)}</time>;
}
