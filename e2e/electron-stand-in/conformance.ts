import type { EventEmitter } from 'node:events';
import type { CommandLineOf } from './app.ts';
import type { StandIn } from './index.ts';
import type { Session } from './session.ts';
import type { UtilityProcess } from './utility-process.ts';
import type { WebContents } from './web-contents.ts';

/**
 * Compiled, never run: the stand-in has no member that Electron lacks, and what it has fits Electron's types. A call
 * that exists here only would let the app pass its tests and fail at the mosque.
 */
type Faithful<Mine, Real> = {
  [Name in Exclude<keyof Mine, keyof EventEmitter | 'prototype'>]: Name extends keyof Real
    ? Real[Name]
    : never;
};
type Conforms<Mine extends Faithful<Mine, Real>, Real> = Mine extends unknown ? Real : never;
type Exports = typeof Electron.CrossProcessExports;
type NamesOnly<Mine extends Record<Exclude<keyof Mine, keyof Real>, never>, Real> = Mine extends unknown
  ? Real
  : never;

export type Conformance = [
  NamesOnly<StandIn, Exports>,
  Conforms<Omit<StandIn['app'], 'commandLine' | 'dock'>, Electron.App>,
  Conforms<CommandLineOf<StandIn['app']>, Electron.CommandLine>,
  Conforms<InstanceType<StandIn['BrowserWindow']>, Electron.BrowserWindow>,
  Conforms<WebContents, Electron.WebContents>,
  NamesOnly<StandIn['BrowserWindow'], typeof Electron.BrowserWindow>,
  Conforms<StandIn['ipcMain'], Electron.IpcMain>,
  Conforms<Session, Electron.Session>,
  Conforms<UtilityProcess, Electron.UtilityProcess>,
  Conforms<StandIn['protocol'], Electron.Protocol>,
  Conforms<InstanceType<StandIn['Menu']>, Electron.Menu>,
  Conforms<InstanceType<StandIn['Tray']>, Electron.Tray>,
  Conforms<InstanceType<StandIn['Notification']>, Electron.Notification>,
  Conforms<StandIn['clipboard'], Electron.Clipboard>,
  NamesOnly<StandIn['dialog'], Electron.Dialog>,
  Conforms<StandIn['globalShortcut'], Electron.GlobalShortcut>,
  Conforms<StandIn['nativeTheme'], Electron.NativeTheme>,
  Conforms<StandIn['powerSaveBlocker'], Electron.PowerSaveBlocker>,
  Conforms<StandIn['safeStorage'], Electron.SafeStorage>,
  NamesOnly<StandIn['shell'], Electron.Shell>,
  Conforms<StandIn['systemPreferences'], Electron.SystemPreferences>,
];
