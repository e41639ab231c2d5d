/**
 * Runs in a listener's page before its own scripts, and notes when it became ready: it offers its button, and its script has
 * taken the button's taps.
 */
export interface ReadyWatch {
  /** Ms since the navigation began. */
  readyAtMs?: number;
}

const watch = globalThis as ReadyWatch;
const taken = new WeakSet<EventTarget>();

function look(): void {
  const button = document.querySelector<HTMLButtonElement>('button.big');
  const state = document.querySelector('main')?.getAttribute('data-state');
  if (!button || button.disabled || !taken.has(button)) return;
  if (state === 'ready' || state === 'waiting') watch.readyAtMs ??= performance.now();
}

// A proxy passes `this` on, whatever it is.
const { prototype } = EventTarget;
prototype.addEventListener = new Proxy(prototype['addEventListener'], {
  apply(add, target: EventTarget, args: Parameters<EventTarget['addEventListener']>) {
    Reflect.apply(add, target, args);
    if (args[0] !== 'click') return;
    taken.add(target);
    look();
  },
});
new MutationObserver(look).observe(document, { attributes: true, childList: true, subtree: true });
