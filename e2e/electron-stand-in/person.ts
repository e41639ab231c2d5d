import { Notification, Tray } from './menu.ts';
import { pressShortcut, unlockKeyring } from './system.ts';

/** What a person does outside the app's windows, for a test to do: `globalThis.person` in the app's main process. */
export interface Person {
  /** False where the app took no such shortcut. */
  pressShortcut(accelerator: string): boolean;
  /** The labels of the tray's menu, top down; separators are left out. */
  trayItems(): string[];
  /** False where there is no such item, or it is disabled. */
  clickTray(label: string): boolean;
  clickNotification(): void;
  unlockKeyring(): void;
}

const person: Person = {
  pressShortcut,
  trayItems: () => Tray.items().flatMap(({ label, type }) => (type === 'separator' ? [] : [label])),
  clickTray(label) {
    const item = Tray.items().find((each) => each.label === label && each.enabled);
    (item?.click as (() => void) | undefined)?.();
    return item !== undefined;
  },
  clickNotification: Notification.clickLast,
  unlockKeyring,
};

Object.defineProperty(globalThis, 'person', { value: person });
