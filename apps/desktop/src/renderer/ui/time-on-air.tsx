import { useEffect, useState } from 'react';

const second = 1000;
const two = (value: number): string => String(value).padStart(2, '0');

/** `h:mm:ss` of a duration in ms. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / second));
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** How long the station has been on the air; a dash while it is not. To be keyed by `sinceMs`. */
export function TimeOnAir({ sinceMs }: { readonly sinceMs: number | null }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (sinceMs === null) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), second);
    return () => clearInterval(timer);
  }, [sinceMs]);
  return <time dir="ltr">{sinceMs === null ? '–' : formatDuration(nowMs - sinceMs)}</time>;
}
