import { EventEmitter } from 'node:events';
import { recordCall, recorded } from './calls.ts';

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
  static #application: Electron.Menu | null = null;
  readonly items: Electron.MenuItem[] = [];
  readonly popup = recorded('Menu.popup', undefined);
  readonly closePopup = recorded('Menu.closePopup', undefined);

  static buildFromTemplate(template: Template): Electron.Menu {
    const menu = new Menu();
    for (const item of template)
      menu.append(new MenuItem(item as Electron.MenuItemConstructorOptions) as unknown as Electron.MenuItem);
    return menu as unknown as Electron.Menu;
  }
  static setApplicationMenu(menu: Electron.Menu | null): void {
    recordCall('Menu.setApplicationMenu', [menu]);
    Menu.#application = menu;
  }
  static getApplicationMenu(): Electron.Menu | null {
    return Menu.#application;
  }
  append(item: Electron.MenuItem): void {
    this.items.push(item);
  }
  getMenuItemById(id: string): Electron.MenuItem | null {
    return this.items.find((item) => item.id === id) ?? null;
  }
}

export class Tray extends EventEmitter {
  readonly setToolTip = recorded('Tray.setToolTip', undefined);
  readonly setTitle = recorded('Tray.setTitle', undefined);
  readonly setImage = recorded('Tray.setImage', undefined);
  readonly setContextMenu = recorded('Tray.setContextMenu', undefined);
  readonly popUpContextMenu = recorded('Tray.popUpContextMenu', undefined);
  #destroyed = false;

  constructor(image: Electron.NativeImage | string) {
    super();
    recordCall('Tray', [image]);
  }
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
}

export class Notification extends EventEmitter {
  title: string;
  body: string;
  readonly close = recorded('Notification.close', undefined);

  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = title;
    this.body = body;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    recordCall('Notification.show', [{ title: this.title, body: this.body }]);
    this.emit('show', {});
  }
}
