import {
  adminCalls,
  type CallArgument,
  type CallName,
  type CallResult,
  callSchemas,
  type EventName,
  type EventPayloads,
} from '@mauzin/desktop-contract';
import { parseValue } from '@mauzin/shared';
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';

import { channelOf } from '../common/channel.ts';
import { isOwnUrl } from './window/app-origin.ts';

/** One handler for each call of the contract: a missing one fails compilation. */
export type CallHandlers = {
  readonly [N in CallName]: (argument: CallArgument<N>) => CallResult<N> | Promise<CallResult<N>>;
};

/** A refused call. The message is for logs; the window shows nothing for it, because its own code made the mistake. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused';
}

const callNames = Object.keys(callSchemas) as readonly CallName[];

/**
 * Main distrusts the window: the sender is checked, the admin's calls are refused while the app is locked, and the argument is
 * parsed before a handler sees it.
 */
export function handleCalls(
  ipc: Pick<IpcMain, 'handle'>,
  handlers: CallHandlers,
  mayCall: (name: CallName) => boolean,
): void {
  for (const name of callNames) ipc.handle(channelOf(name), guarded(name, handlers, mayCall));
}

/**
 * What may be called while the app is locked or not. The window may pick a first source where the command line asked for that, and mute
 * where the admin lets operators do so.
 */
export const isAllowed = (
  name: CallName,
  locked: boolean,
  pickDefaultSource: boolean,
  operatorMayMute = false,
): boolean =>
  !locked ||
  !adminCalls.has(name) ||
  (name === 'set-sources' && pickDefaultSource) ||
  (name === 'set-muted' && operatorMayMute);

function guarded<N extends CallName>(name: N, handlers: CallHandlers, mayCall: (name: CallName) => boolean) {
  return async (event: IpcMainInvokeEvent, argument: unknown): Promise<CallResult<N>> => {
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || !isOwnUrl(frame.url)) {
      throw new CallRefused(`${name}: not from the app's own window`);
    }
    if (!mayCall(name)) throw new CallRefused(`${name}: the app is locked`);
    const parsed = parseValue(callSchemas[name], argument);
    if (!parsed.ok) throw new CallRefused(`${name}: ${parsed.detail}`);
    return await handlers[name](parsed.value);
  };
}

/** Tells the window something; nothing happens while there is none. */
export function tell<N extends EventName>(
  contents: WebContents | null,
  name: N,
  payload: EventPayloads[N],
): void {
  if (contents && !contents.isDestroyed()) contents.send(channelOf(name), payload);
}
