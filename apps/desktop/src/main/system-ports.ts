import type { AirStatusName } from '@mauzin/desktop-contract';
import { app, globalShortcut, Menu, nativeImage, Notification, powerMonitor, Tray } from 'electron';

import type { SystemPorts } from './conduct.ts';
import { trayIcon } from './tray/tray-icon.ts';
import { type LoginPort, systemLoginItems, xdgAutostart } from './system/login-item.ts';

/** As the installer names the app (electron-builder.ts, `appId`): Windows shows notifications of no other. */
const appId = 'app.mauzin.desktop';

/** Electron's side of the station's conduct. Only once the app is ready. */
export function systemPorts(userData: string | null): SystemPorts {
  if (process.platform === 'win32') app.setAppUserModelId(appId);
  return {
    shortcuts: globalShortcut,
    createNotification: Notification.isSupported() ? (options) => new Notification(options) : null,
    tray: {
      icon,
      create: (image) => new Tray(image),
      buildMenu: (template) => Menu.buildFromTemplate(template),
    },
    power: powerMonitor,
    login: loginPort(userData),
    fetch: (url, init) => fetch(url, init),
  };
}

/** Drawn twice as fine as it is shown. */
function icon(state: AirStatusName): Electron.NativeImage {
  const isMac = process.platform === 'darwin';
  const image = nativeImage.createFromBuffer(trayIcon(state, isMac), { scaleFactor: 2 });
  if (isMac) image.setTemplateImage(true);
  return image;
}

function loginPort(userData: string | null): LoginPort {
  if (process.platform !== 'linux') return systemLoginItems(app);
  return xdgAutostart({
    configFolder: app.getPath('appData'),
    name: 'Mauzin',
    command: [
      // An AppImage runs from a folder that is gone after it ends.
      process.env['APPIMAGE'] ?? process.execPath,
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      ...(userData === null ? [] : [`--user-data=${userData}`]),
    ],
  });
}
