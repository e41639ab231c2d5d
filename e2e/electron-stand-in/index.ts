/** The module that the desktop app gets when it imports `electron` where there is no Electron. */
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { serveControl } from './control.ts';
import { protocol } from './custom-scheme.ts';
import { holdClass, holdModule } from './enforce.ts';
import { ipcMain } from './ipc.ts';
import { Menu, MenuItem, Notification, Tray } from './menu.ts';
import './page-calls.ts';
import './person.ts';
import { session } from './session.ts';
import * as system from './system.ts';
import { UtilityProcess, utilityProcess } from './utility-process.ts';
import { WebContents } from './web-contents.ts';

const electron = {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  protocol,
  session,
  Tray,
  utilityProcess,
  clipboard: system.clipboard,
  dialog: system.dialog,
  globalShortcut: system.globalShortcut,
  nativeImage: system.nativeImage,
  nativeTheme: system.nativeTheme,
  powerMonitor: system.powerMonitor,
  powerSaveBlocker: system.powerSaveBlocker,
  safeStorage: system.safeStorage,
  shell: system.shell,
  systemPreferences: system.systemPreferences,
};
export type StandIn = typeof electron;
export default electron;
export { app, BrowserWindow, ipcMain, Menu, MenuItem, Notification, protocol, session, Tray, utilityProcess };
export const { clipboard, dialog, globalShortcut, nativeImage, nativeTheme } = electron;
export const { powerMonitor, powerSaveBlocker, safeStorage, shell, systemPreferences } = electron;

holdModule('app', app);
holdModule('app.commandLine', app.commandLine);
holdModule('ipcMain', ipcMain);
holdModule('protocol', protocol);
holdModule('session', session.defaultSession);
holdModule('utilityProcess', utilityProcess);
for (const name of ['clipboard', 'dialog', 'globalShortcut', 'nativeImage', 'powerMonitor'] as const)
  holdModule(name, electron[name]);
for (const name of ['powerSaveBlocker', 'safeStorage', 'shell', 'systemPreferences'] as const)
  holdModule(name, electron[name]);
holdClass('BrowserWindow', BrowserWindow, ['getAllWindows']);
holdClass('webContents', WebContents);
holdClass('Menu', Menu, ['buildFromTemplate', 'setApplicationMenu']);
holdClass('Notification', Notification, ['isSupported']);
holdClass('Tray', Tray);
holdClass('UtilityProcess', UtilityProcess);

serveControl(electron);
