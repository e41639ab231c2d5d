import { EventEmitter } from 'node:events';

type Handler = Parameters<Electron.IpcMain['handle']>[1];

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }
  /** Not Electron's: a page invokes a channel. */
  static async invoke(
    event: Electron.IpcMainInvokeEvent,
    channel: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    const handler = ipcMain.#handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return await handler(event, ...args);
  }
}

export const ipcMain = new IpcMain();

/** A page invokes a channel; the error's text is the one that Electron gives the page. */
export async function invokeFromPage(
  event: Electron.IpcMainInvokeEvent,
  channel: string,
  args: readonly unknown[],
): Promise<unknown> {
  try {
    return await IpcMain.invoke(event, channel, args);
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
  }
}

/** A page sends to a channel; nobody listening is no error. */
export function sendFromPage(
  event: Electron.IpcMainInvokeEvent,
  channel: string,
  args: readonly unknown[],
): void {
  ipcMain.emit(channel, event, ...args);
}
