/** The module that the desktop app gets when it imports `electron` where there is no Electron. */
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { serveControl } from './control.ts';
import { protocol } from './custom-scheme.ts';
import { ipcMain } from './ipc.ts';
import { Menu, MenuItem, Notification, Tray } from './menu.ts';
import './page-calls.ts';
import './person.ts';
import { session } from './session.ts';
import * as system from './system.ts';
import { utilityProcess } from './utility-process.ts';

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
  desktopCapturer: system.desktopCapturer,
  dialog: system.dialog,
  globalShortcut: system.globalShortcut,
  nativeImage: system.nativeImage,
  nativeTheme: system.nativeTheme,
  net: system.net,
  powerMonitor: system.powerMonitor,
  powerSaveBlocker: system.powerSaveBlocker,
  safeStorage: system.safeStorage,
  screen: system.screen,
  shell: system.shell,
  systemPreferences: system.systemPreferences,
};
export type StandIn = typeof electron;
export default electron;
export { app, BrowserWindow, ipcMain, Menu, MenuItem, Notification, protocol, session, Tray, utilityProcess };
export const { clipboard, desktopCapturer, dialog, globalShortcut, nativeImage, nativeTheme, net } = electron;
export const { powerMonitor, powerSaveBlocker, safeStorage, screen, shell, systemPreferences } = electron;

serveControl(electron);
