import { type RefObject, useEffect, useRef } from 'react';

/** Brings the focus to a step when it is shown, so that a keyboard and a screen reader go on from there. */
export function useStepFocus<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
