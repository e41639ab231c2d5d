import { type AirStatusName, airTexts, type DesktopState, systemTexts } from '@mauzin/desktop-contract';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';

/** What is needed of Electron's tray, and of what makes it. */
export interface TrayPort {
  icon(state: AirStatusName): NativeImage;
  /** Throws where the system has no place for one. */
  create(icon: NativeImage): TrayItem;
  buildMenu(template: MenuItemConstructorOptions[]): Electron.Menu;
}
export type TrayItem = Pick<Electron.Tray, 'destroy' | 'on' | 'setContextMenu' | 'setImage' | 'setToolTip'>;

export interface TrayOptions {
  readonly port: TrayPort;
  readonly actions: Readonly<Record<'goLive' | 'stop' | 'open' | 'quit', () => void>>;
  readonly log: (line: string) => void;
}

/** The star in the corner of the screen: shows the state, goes live, and asks to stop. */
export class AirTray {
  readonly #options: TrayOptions;
  #item: TrayItem | null = null;
  #shown = '';
  #refused = false;

  constructor(options: TrayOptions) {
    this.#options = options;
  }

  show({ language, settings, status, wantsLive }: DesktopState): void {
    const { name } = settings.station;
    const shown = JSON.stringify([language, name, status.name, wantsLive]);
    if (shown === this.#shown || this.#refused) return;
    this.#shown = shown;
    const { port } = this.#options;
    try {
      this.#item ??= this.#create(status.name);
      this.#item.setImage(port.icon(status.name));
      this.#item.setToolTip(`${name}: ${airTexts[language].word[status.name]}`);
      // Built anew: Linux shows no change of a menu that was set.
      this.#item.setContextMenu(port.buildMenu(this.#menu(language, wantsLive)));
    } catch (error) {
      this.#refused = true;
      this.#options.log(`no place in the tray: ${String(error)}`);
    }
  }

  /** Idempotent. */
  close(): void {
    this.#item?.destroy();
    this.#item = null;
    this.#refused = true;
  }

  #create(state: AirStatusName): TrayItem {
    const item = this.#options.port.create(this.#options.port.icon(state));
    item.on('click', this.#options.actions.open);
    return item;
  }

  #menu(language: DesktopState['language'], wantsLive: boolean): MenuItemConstructorOptions[] {
    const { goLive, open, quit, stop } = this.#options.actions;
    const texts = systemTexts[language].tray;
    return [
      wantsLive ? { label: texts.stop, click: stop } : { label: texts.goLive, click: goLive },
      { label: texts.open, click: open },
      { type: 'separator' },
      { label: texts.quit, click: quit },
    ];
  }
}
