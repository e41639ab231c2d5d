import { useEffect, useRef } from 'react';

/** What Escape would leave, the innermost last. */
const leaves: (() => void)[] = [];

function pressed(event: KeyboardEvent): void {
  // Whatever had its own use for the key prevented the default.
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  leaves.at(-1)?.();
}

/** Escape leaves a page, or a question on it first. */
export function useEscape(leave: () => void): void {
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    const leaveThis = (): void => latest.current();
    if (leaves.length === 0) document.addEventListener('keydown', pressed);
    leaves.push(leaveThis);
    return () => {
      leaves.splice(leaves.indexOf(leaveThis), 1);
      if (leaves.length === 0) document.removeEventListener('keydown', pressed);
    };
  }, []);
}
