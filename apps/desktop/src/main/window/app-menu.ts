import { Menu } from 'electron';

/** Only what editing a text field needs, and a way out. */
export const appMenu = (): Menu =>
  Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ]);
