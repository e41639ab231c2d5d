import type { KeyboardEvent } from 'react';

const moves: ReadonlySet<string> = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Enter',
]);

/**
 * A closed list opens by the keys with which Windows and Linux take another entry of it at once: a source was added, or another device
 * put on the air, by whoever only looked for the next control. In the open list a person chooses, or leaves by Escape.
 */
export function openByKey(event: KeyboardEvent<HTMLSelectElement>): void {
  const { ctrlKey, currentTarget, key, metaKey } = event;
  // One sign: the first letter of an entry, or space.
  if (ctrlKey || metaKey || !(moves.has(key) || key.length === 1)) return;
  event.preventDefault();
  currentTarget.showPicker();
}
