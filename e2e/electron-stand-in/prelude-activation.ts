/**
 * Chromium's transient activation, as a page of Electron's has it: by a person's click or key, or by main, which runs a script "as a
 * gesture"; spent 5 s later (Chromium's `kActivationLifespan`). Chromium's own is of no use here: Playwright, by which main's messages
 * reach the page and by which tests ask it, makes each of its scripts a gesture. Sent to pages as text: see page-prelude.ts.
 */
export function keepActivation(): void {
  const lifespanMs = 5_000;
  let beganAtMs = -Infinity;
  const activate = (): void => {
    beganAtMs = performance.now();
  };
  // HTML standard, "activation triggering input event".
  const triggers = ['keydown', 'mousedown', 'pointerup', 'touchend'];
  for (const name of triggers) {
    const listener = (event: Event): void => {
      if (event.isTrusted && !(event instanceof KeyboardEvent && event.key === 'Escape')) activate();
    };
    globalThis.addEventListener(name, listener, { capture: true });
  }
  Object.defineProperty(navigator, 'userActivation', {
    value: {
      get isActive(): boolean {
        return performance.now() - beganAtMs < lifespanMs;
      },
      get hasBeenActive(): boolean {
        return beganAtMs > -Infinity;
      },
    },
  });
  Object.defineProperty(globalThis, '__standInActivate', { value: activate });
}
