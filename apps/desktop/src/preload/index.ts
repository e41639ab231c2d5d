import type { DesktopBridge } from '@mauzin/desktop-contract';
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

import { channelOf } from '../common/channel.ts';

const bridge: DesktopBridge = {
  call: (name, argument) => ipcRenderer.invoke(channelOf(name), argument),
  on: (name, listener) => {
    const channel = channelOf(name);
    const handler = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]): void =>
      listener(payload);
    ipcRenderer.on(channel, handler);
    return () => {
      ipcRenderer.off(channel, handler);
    };
  },
};

contextBridge.exposeInMainWorld('mauzin', bridge);
