/** From when on Electron takes a call. */
type When = 'before-ready' | 'once-ready' | 'always';

export interface Rule {
  readonly when: When;
  /** Where the call exists at all; without it: everywhere. */
  readonly only?: readonly NodeJS.Platform[];
  /** What of the real one matters to the app. Checked in Electron's documentation or source (45). */
  readonly note?: string;
}

const always: Rule = { when: 'always' };
const onceReady: Rule = { when: 'once-ready' };
const beforeReady: Rule = { when: 'before-ready' };

/**
 * Every call to Electron that the app makes, and every event that it listens to (`on`), with the rule of the real one. The stand-in
 * holds the app to it: what is not listed here fails, and so does what is called too early, too late or on the wrong system.
 * A new call is read up in Electron's documentation, and listed, before it is made.
 */
export const rules: Readonly<Record<string, Rule>> = {
  'app.commandLine.appendSwitch': {
    ...beforeReady,
    note: 'Chromium reads its switches once; later ones do nothing',
  },
  'app.enableSandbox': {
    ...beforeReady,
    note: 'throws once ready; takes --no-sandbox away, so nothing starts as root',
  },
  'app.exit': { ...always, note: 'asks nobody: no before-quit, no will-quit' },
  'app.getAppPath': always,
  'app.getLocale': { ...onceReady, note: 'an empty text before' },
  'app.getLoginItemSettings': { when: 'always', only: ['darwin', 'win32'] },
  'app.getPath': { ...always, note: 'the folder may be missing' },
  'app.getVersion': always,
  'app.hasSingleInstanceLock': always,
  'app.isReady': always,
  'app.quit': { ...always, note: 'asks: before-quit, each window, will-quit' },
  'app.requestSingleInstanceLock': {
    ...always,
    note: 'one a folder of user data; false in the second, which ends itself',
  },
  'app.releaseSingleInstanceLock': always,
  'app.setAppUserModelId': {
    when: 'always',
    only: ['win32'],
    note: 'as the installer says, or no notification is shown',
  },
  'app.setLoginItemSettings': { when: 'always', only: ['darwin', 'win32'] },
  'app.setPath': { ...beforeReady, note: 'Chromium has opened its folder by then' },
  'app.whenReady': { ...always, note: 'never resolves while the main module awaits it at top level' },
  'app.on(before-quit)': always,
  'app.on(second-instance)': always,
  'app.on(will-quit)': always,
  'app.on(window-all-closed)': { ...always, note: 'with nobody listening the app quits' },

  'BrowserWindow.new': { ...onceReady, note: 'throws before' },
  'BrowserWindow.getAllWindows': always,
  'BrowserWindow.close': { ...always, note: 'a listener may prevent it' },
  'BrowserWindow.destroy': { ...always, note: 'asks nobody' },
  'BrowserWindow.focus': always,
  'BrowserWindow.hide': always,
  'BrowserWindow.isDestroyed': { ...always, note: 'all else throws after it' },
  'BrowserWindow.isMinimized': always,
  'BrowserWindow.isVisible': always,
  'BrowserWindow.loadURL': { ...always, note: 'rejects when the page could not be loaded' },
  'BrowserWindow.minimize': always,
  'BrowserWindow.restore': always,
  'BrowserWindow.show': always,
  'BrowserWindow.on(close)': always,
  'BrowserWindow.on(enter-full-screen)': always,
  'BrowserWindow.on(focus)': always,
  'BrowserWindow.on(hide)': always,
  'BrowserWindow.on(maximize)': always,
  'BrowserWindow.on(minimize)': { ...always, note: 'on Wayland not told when the dock or a key does it' },
  'BrowserWindow.on(ready-to-show)': always,
  'BrowserWindow.on(restore)': always,
  'BrowserWindow.on(session-end)': { ...always, note: 'told on Windows alone' },
  'BrowserWindow.on(show)': always,

  'webContents.executeJavaScript': {
    ...always,
    note: 'waits until the page is loaded; its second argument makes it a gesture, for 5 s',
  },
  'webContents.forcefullyCrashRenderer': {
    ...always,
    note: 'the page is gone a moment later: render-process-gone',
  },
  'webContents.close': always,
  'webContents.getURL': always,
  'webContents.isCrashed': always,
  'webContents.isDestroyed': always,
  'webContents.loadURL': { ...always, note: 'rejects when the page could not be loaded' },
  'webContents.printToPDF': { ...always, note: 'rejects while another print is under way' },
  'webContents.reload': always,
  'webContents.send': { ...always, note: 'what cannot be cloned throws; a page that is loading misses it' },
  'webContents.setWindowOpenHandler': { ...always, note: 'without one every window is allowed' },
  'webContents.on(console-message)': always,
  'webContents.on(destroyed)': always,
  'webContents.on(dom-ready)': always,
  'webContents.on(render-process-gone)': {
    ...always,
    note: 'a page that ended well is no crash, but gone as well',
  },
  'webContents.on(unresponsive)': always,
  'webContents.on(will-attach-webview)': always,
  'webContents.on(will-frame-navigate)': always,
  'webContents.on(will-navigate)': { ...always, note: 'not for what main itself loads' },
  'webContents.on(will-redirect)': always,

  'session.setDisplayMediaRequestHandler': {
    ...onceReady,
    note: 'throws where a picture was asked for and none is given; null refuses',
  },
  'session.setPermissionCheckHandler': { ...onceReady, note: 'without one all is allowed' },
  'session.setPermissionRequestHandler': {
    ...onceReady,
    note: 'without one all is allowed; macOS is not asked by it',
  },
  'systemPreferences.askForMediaAccess': {
    when: 'once-ready',
    only: ['darwin'],
    note: 'asks the person once in the life of the app’s id',
  },
  'systemPreferences.getMediaAccessStatus': { when: 'always', only: ['darwin', 'win32'] },

  'clipboard.readText': onceReady,
  'clipboard.writeText': onceReady,
  'dialog.showMessageBox': onceReady,
  'dialog.showOpenDialog': onceReady,
  'dialog.showSaveDialog': onceReady,
  'globalShortcut.register': {
    ...onceReady,
    note: 'throws for what is no accelerator; on Wayland true although a portal may refuse later',
  },
  'globalShortcut.unregister': onceReady,
  'ipcMain.handle': { ...always, note: 'throws for a second handler' },
  'ipcMain.on': always,
  'Menu.append': always,
  'Menu.buildFromTemplate': always,
  'Menu.setApplicationMenu': { ...onceReady, note: 'before, the default menu takes its place' },
  'MenuItem.new': always,
  'nativeImage.createFromBuffer': always,
  'nativeImage.setTemplateImage': { ...always, note: 'means something on macOS alone' },
  'Notification.new': onceReady,
  'Notification.close': always,
  'Notification.isSupported': always,
  'Notification.show': { ...onceReady, note: 'sounds unless silent, and system sound records that' },
  'Notification.on(click)': always,
  'Notification.on(show)': always,
  'powerMonitor.on(resume)': onceReady,
  'powerMonitor.on(shutdown)': { ...onceReady, note: 'not told on Windows: there session-end is' },
  'powerMonitor.on(suspend)': onceReady,
  'powerSaveBlocker.isStarted': always,
  'powerSaveBlocker.start': always,
  'powerSaveBlocker.stop': always,
  'protocol.handle': { ...onceReady, note: 'throws for a scheme that has a handler' },
  'protocol.registerSchemesAsPrivileged': {
    ...beforeReady,
    note: 'throws once ready; only the first call counts',
  },
  'safeStorage.decryptStringAsync': {
    ...onceReady,
    note: 'rejects before; waits for a locked keyring, maybe for ever',
  },
  'safeStorage.encryptStringAsync': {
    ...onceReady,
    note: 'rejects before; waits for a locked keyring, maybe for ever',
  },
  'safeStorage.isAsyncEncryptionAvailable': {
    ...onceReady,
    note: 'false before; true on Linux without any key store',
  },
  'shell.openExternal': always,
  'shell.openPath': always,
  'shell.showItemInFolder': always,
  'shell.trashItem': { ...always, note: 'rejects where there is no trash' },
  'Tray.new': { ...onceReady, note: 'throws before' },
  'Tray.destroy': always,
  'Tray.isDestroyed': always,
  'Tray.setContextMenu': { ...always, note: 'on Linux a change of a menu that was set is not shown' },
  'Tray.setImage': always,
  'Tray.setToolTip': { ...always, note: 'not shown on Linux' },
  'Tray.on(click)': { ...always, note: 'on Linux it depends on the desktop whether it is ever told' },
  'utilityProcess.fork': { ...onceReady, note: 'throws before' },
  'UtilityProcess.kill': always,
  'UtilityProcess.postMessage': always,
  'UtilityProcess.on(exit)': always,
  'UtilityProcess.on(message)': always,
};
