/** What of a key press matters here (UI Events §5.6); `code` is the key's place, whatever the layout prints on it. */
export interface KeyPress {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

export type PressedKeys =
  /** Only Ctrl, Alt or Shift so far, or a key that no shortcut may have. */
  | { readonly name: 'none' }
  /** A key that people type with: it needs Ctrl, Alt or Command beside it. */
  | { readonly name: 'hold-more' }
  | { readonly name: 'accelerator'; readonly accelerator: string };

/** Keys by their place, as Electron's accelerators call them. */
const namedKeys: Readonly<Record<string, string>> = {
  Space: 'Space',
  Enter: 'Return',
  NumpadEnter: 'Return',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
};

function keyOf(code: string): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return letter;
  const number = /^Digit([0-9])$/.exec(code)?.[1];
  if (number !== undefined) return number;
  const padNumber = /^Numpad([0-9])$/.exec(code)?.[1];
  if (padNumber !== undefined) return `num${padNumber}`;
  if (/^F([1-9]|1[0-9]|2[0-4])$/.test(code)) return code;
  return namedKeys[code] ?? null;
}

/** The Electron accelerator of a key press. Ctrl is Command on a Mac, as shortcuts are there. */
export function acceleratorOf(press: KeyPress, mac: boolean): PressedKeys {
  const key = keyOf(press.code);
  if (key === null) return { name: 'none' };
  const modifiers = [
    ...((mac ? press.metaKey : press.ctrlKey) ? ['CommandOrControl'] : []),
    ...(mac && press.ctrlKey ? ['Control'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
    ...(!mac && press.metaKey ? ['Super'] : []),
  ];
  const held = modifiers.some((modifier) => modifier !== 'Shift');
  if (!held && !/^F\d+$/.test(key)) return { name: 'hold-more' };
  return { name: 'accelerator', accelerator: [...modifiers, key].join('+') };
}

const macCaps: Readonly<Record<string, string>> = {
  CommandOrControl: '⌘',
  Command: '⌘',
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
};
const otherCaps: Readonly<Record<string, string>> = {
  CommandOrControl: 'Ctrl',
  Control: 'Ctrl',
  Super: 'Win',
};
const keyCaps: Readonly<Record<string, string>> = {
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  Return: '↵',
  Backspace: '⌫',
};

/** What is printed on the keys of an accelerator, in the order they are held. */
export function keyCapsOf(accelerator: string, mac: boolean): readonly string[] {
  const caps = mac ? macCaps : otherCaps;
  return accelerator.split('+').map((key) => caps[key] ?? keyCaps[key] ?? key.replace(/^num/, ''));
}
