import type { Ask } from './browser.ts';

type Listener = (event: object, ...args: unknown[]) => void;

/** A preload's `electron`: ipcRenderer and contextBridge. Sent to pages as text: see page-prelude.ts. */
export function electronForPreload(ask: Ask): object {
  const listeners = new Map<string, Listener[]>();
  const dispatch = (channel: string, args: readonly unknown[]): void => {
    for (const listener of listeners.get(channel)?.slice() ?? [])
      listener({ senderId: 0, ports: [] }, ...args);
  };
  Object.defineProperty(globalThis, '__standInDispatch', { value: dispatch });
  const on = (channel: string, listener: Listener): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
  };
  const off = (channel: string, listener: Listener): void => {
    const rest = listeners.get(channel)?.slice() ?? [];
    const at = rest.indexOf(listener);
    if (at >= 0) rest.splice(at, 1);
    listeners.set(channel, rest);
  };
  const once = (channel: string, listener: Listener): void => {
    const first: Listener = (event, ...args) => {
      off(channel, first);
      listener(event, ...args);
    };
    on(channel, first);
  };
  const ipcRenderer = {
    // structuredClone: what Electron cannot send fails here in the same way
    send: (channel: string, ...args: unknown[]) => void ask('send', channel, ...structuredClone(args)),
    invoke: async (channel: string, ...args: unknown[]) =>
      await ask('invoke', channel, ...structuredClone(args)),
    removeAllListeners: (channel: string) => void listeners.delete(channel),
    on,
    off,
    once,
    addListener: on,
    removeListener: off,
  };
  /** What crosses the bridge is copied and frozen; functions are wrapped. */
  const cross = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return (...args: unknown[]) => cross((value as (...args: unknown[]) => unknown)(...args.map(cross)));
    }
    if (value instanceof Promise) return value.then(cross);
    if (Array.isArray(value)) return value.map(cross);
    if (typeof value !== 'object' || value === null) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone<unknown>(value);
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cross(item)])));
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => {
      Object.defineProperty(globalThis, key, { value: cross(api), enumerable: true });
    },
  };
  return { contextBridge, ipcRenderer, webFrame: {}, webUtils: {} };
}
