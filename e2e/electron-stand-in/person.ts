import { Notification, Tray } from './menu.ts';
import { allowMicrophone, chooseOutput, pressShortcut, unlockKeyring } from './system.ts';

/** What a person does outside the app's windows, for a test to do: `globalThis.person` in the app's main process. */
export interface Person {
  /** False where the app took no such shortcut. */
  pressShortcut(accelerator: string): boolean;
  /** The labels of the tray's menu, top down; separators are left out. */
  trayItems(): string[];
  /** False where there is no such item, or it is disabled. */
  clickTray(label: string): boolean;
  clickNotification(): void;
  /** Where the computer plays from now on: the output's name, and the name of the input that records it. */
  chooseOutput(label: string, loopback: string): void;
  unlockKeyring(): void;
  /** In macOS' settings. */
  allowMicrophone(): void;
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
  chooseOutput,
  unlockKeyring,
  allowMicrophone,
};

Object.defineProperty(globalThis, 'person', { value: person });
