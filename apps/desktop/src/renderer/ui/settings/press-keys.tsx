import { fill } from '@mauzin/desktop-contract';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';

import { acceleratorOf } from './accelerator.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export const isMac = (): boolean => /mac/i.test(navigator.userAgent);

/** What has to be held with a key that people type with, as it is printed on keys. */
const mustHold = (mac: boolean): string => (mac ? '⌘' : 'Ctrl');

/** Waits for a shortcut to be pressed. Ends with it, or with null on Escape and when the focus goes elsewhere. */
export function PressKeys({ onEnd }: { readonly onEnd: (accelerator: string | null) => void }) {
  const { goingLive: texts } = useSettingsTexts();
  const [holdMore, setHoldMore] = useState(false);
  const field = useRef<HTMLButtonElement>(null);
  const end = useEndOnce(onEnd);
  useEffect(() => field.current?.focus(), []);
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    if (event.key === 'Escape') return end(null);
    const keys = acceleratorOf(event, isMac());
    setHoldMore(keys.name === 'hold-more');
    return keys.name === 'accelerator' ? end(keys.accelerator) : undefined;
  };
  return (
    <button
      ref={field}
      type="button"
      className="plain press-keys"
      aria-live="polite"
      onKeyDown={pressed}
      onBlur={() => end(null)}
    >
      {holdMore ? fill(texts.holdMore, { keys: mustHold(isMac()) }) : texts.pressKeys}
    </button>
  );
}

/** Calls `onEnd` once, however the waiting ends, also with the page itself. */
function useEndOnce(onEnd: (accelerator: string | null) => void): (accelerator: string | null) => void {
  const latest = useRef(onEnd);
  const ended = useRef(false);
  useEffect(() => {
    latest.current = onEnd;
  }, [onEnd]);
  const end = useCallback((accelerator: string | null): void => {
    if (ended.current) return;
    ended.current = true;
    latest.current(accelerator);
  }, []);
  useEffect(() => () => end(null), [end]);
  return end;
}
