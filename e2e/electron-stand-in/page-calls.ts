import type { Frame, Page } from 'playwright';
import { onBrowserEvents, type PageCall, type PageReply } from './browser.ts';
import { toAppUrl } from './custom-scheme.ts';
import { invokeFromPage, sendFromPage } from './ipc.ts';
import {
  type Asker,
  checkPermission,
  chooseDisplayMedia,
  requestPermission,
  session,
  type Wanted,
} from './session.ts';
import { defaultOutput, microphoneIsHeard } from './system.ts';
import { frameOf, WebContents } from './web-contents.ts';

/** Main's end of everything that a page asks for. */
onBrowserEvents({ call, mayNavigate });

async function call(page: Page, frame: Frame, { kind, name, args }: PageCall): Promise<PageReply> {
  const contents = WebContents.of(page);
  if (!contents) return { error: 'no window' };
  const sender = contents as unknown as Electron.WebContents;
  const senderFrame = frameOf(contents, frame);
  const event = {
    type: 'frame',
    sender,
    senderFrame,
    processId: 1,
    frameId: 1,
  } as Electron.IpcMainInvokeEvent;
  const asker: Asker = { contents: sender, frame: senderFrame, isMainFrame: senderFrame.parent === null };
  try {
    switch (kind) {
      case 'send':
        sendFromPage(event, name, args);
        return { ok: undefined };
      case 'invoke':
        return { ok: await invokeFromPage(event, name, args) };
      case 'window-open':
        WebContents.wantsWindow(contents, toAppUrl(name));
        return { ok: undefined };
      case 'permission':
        return { ok: await requestPermission(session.defaultSession, asker, 'media', args[0] as Wanted) };
      case 'microphone':
        return { ok: microphoneIsHeard() };
      case 'output':
        return { ok: defaultOutput() };
      case 'check':
        return { ok: checkPermission(session.defaultSession, asker, 'media') };
      case 'display-media':
        return { ok: await displayMedia(asker, args[0] as Wanted) };
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Since Electron 45 this is a permission of its own; then the app chooses what is captured. */
async function displayMedia(asker: Asker, wanted: Wanted): Promise<string> {
  if (!(await requestPermission(session.defaultSession, asker, 'display-capture', wanted))) return 'denied';
  const streams = await chooseDisplayMedia(session.defaultSession, asker, wanted);
  return typeof streams?.audio === 'string' ? streams.audio : 'none';
}

function mayNavigate(page: Page, url: string): boolean {
  const contents = WebContents.of(page);
  return contents ? WebContents.mayNavigate(contents, url) : false;
}
