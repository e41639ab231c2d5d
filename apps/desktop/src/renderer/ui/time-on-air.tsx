import { useEffect, useState } from 'react';

import { formatDuration } from '../numbers.ts';

const second = 1000;

/** How long the station has been on the air. To be keyed by `onAirMs`. */
export function TimeOnAir({ onAirMs }: { readonly onAirMs: number }) {
  const [[fromMs, nowMs], setTimes] = useState(() => [performance.now(), performance.now()]);
  useEffect(() => {
    const timer = setInterval(() => setTimes(([from]) => [from, performance.now()]), second);
    return () => clearInterval(timer);
  }, []);
  return <time dir="ltr">{formatDuration(onAirMs + nowMs - fromMs)}</time>;
}
