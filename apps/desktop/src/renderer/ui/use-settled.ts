import { useEffect, useState } from 'react';

/** For so long, ms, a press after a change is meant for what was there before: the second half of a double click, or an operator's late one. */
const settleMs = 700;

/** False for a moment after `meaning`, what a press would do, has become another one. It may have changed by itself, too. */
export function useSettled(meaning: string): boolean {
  const [settled, setSettled] = useState(meaning);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(meaning), settleMs);
    return () => clearTimeout(timer);
  }, [meaning]);
  return settled === meaning;
}
