import { EventEmitter } from 'node:events';
import { recordCall } from './calls.ts';
import { demand } from './enforce.ts';

type Template = readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem)[];

/** Menus, the tray and notifications: kept as they were described, and recorded. */
export class MenuItem {
  readonly id: string;
  readonly label: string;
  readonly type: NonNullable<Electron.MenuItemConstructorOptions['type']>;
  readonly role: Electron.MenuItem['role'] | undefined;
  readonly submenu: Electron.Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  /** A test clicks with no arguments. */
  readonly click: () => void;

  constructor(options: Electron.MenuItemConstructorOptions) {
    this.id = options.id ?? '';
    this.label = options.label ?? options.role ?? '';
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal');
    this.role = options.role as Electron.MenuItem['role'] | undefined;
    const { submenu } = options;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.click = () => {
      if (this.enabled) options.click?.(this as unknown as Electron.MenuItem, undefined, {});
    };
  }
}

export class Menu extends EventEmitter {
  readonly items: Electron.MenuItem[] = [];

  static buildFromTemplate(template: Template): Electron.Menu {
    const menu = new Menu();
    for (const item of template)
      menu.append(new MenuItem(item as Electron.MenuItemConstructorOptions) as unknown as Electron.MenuItem);
    return menu as unknown as Electron.Menu;
  }
  static setApplicationMenu(menu: Electron.Menu | null): void {
    recordCall('Menu.setApplicationMenu', [menu]);
  }
  append(item: Electron.MenuItem): void {
    this.items.push(item);
  }
}

export class Tray extends EventEmitter {
  static readonly #all = new Set<Tray>();
  #destroyed = false;
  #menu: Electron.Menu | null = null;

  constructor(image: Electron.NativeImage | string) {
    super();
    demand('Tray.new');
    recordCall('Tray', [image]);
    Tray.#all.add(this);
  }
  setToolTip(text: string): void {
    recordCall('Tray.setToolTip', [text]);
  }
  setImage(image: Electron.NativeImage | string): void {
    recordCall('Tray.setImage', [image]);
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.#menu = menu;
  }
  destroy(): void {
    this.#destroyed = true;
    Tray.#all.delete(this);
  }
  /** Not Electron's: what a person finds in the trays' menus. */
  static items(this: void): Electron.MenuItem[] {
    return [...Tray.#all].flatMap((tray) => tray.#menu?.items ?? []);
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
}

export class Notification extends EventEmitter {
  static #last: Notification | null = null;
  title: string;
  body: string;

  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = title;
    this.body = body;
  }
  static isSupported(): boolean {
    return true;
  }
  close(): void {
    recordCall('Notification.close', []);
  }
  show(): void {
    recordCall('Notification.show', [{ title: this.title, body: this.body }]);
    Notification.#last = this;
    this.emit('show', {});
  }
  /** Not Electron's: a person clicks the newest one. */
  static clickLast(this: void): void {
    Notification.#last?.emit('click', {});
  }
}
