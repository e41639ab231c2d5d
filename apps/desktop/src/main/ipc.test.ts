import type { IpcMainInvokeEvent } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { adminCalls, callSchemas } from '@mauzin/desktop-contract';

import { CallRefused, type CallHandlers, handleCalls, isAllowed } from './ipc.ts';

type Handler = (event: IpcMainInvokeEvent, argument: unknown) => Promise<unknown>;
const registered = new Map<string, Handler>();
let locked = false;
let picksSource = false;
const setLive = vi.fn<CallHandlers['set-live']>();

const eventFrom = (url: string, parent: object | null = null): IpcMainInvokeEvent =>
  ({ senderFrame: { url, parent } }) as unknown as IpcMainInvokeEvent;
const own = 'app://bundle/index.html';

beforeEach(() => {
  registered.clear();
  locked = false;
  picksSource = false;
  setLive.mockReset();
  const none = (): undefined => undefined;
  handleCalls(
    { handle: (channel, handler) => void registered.set(channel, handler as Handler) },
    {
      ...(Object.fromEntries(
        Object.keys(callSchemas).map((name) => [name, none]),
      ) as unknown as CallHandlers),
      'set-live': setLive,
    },
    (name) => isAllowed(name, locked, picksSource),
  );
});

const call = (event: IpcMainInvokeEvent, argument: unknown): Promise<unknown> =>
  registered.get('mauzin:set-live')?.(event, argument) ?? Promise.reject(new Error('no handler'));

describe('a call', () => {
  test('of the app’s own page is handled', async () => {
    await call(eventFrom(own), true);
    expect(setLive).toHaveBeenCalledExactlyOnceWith(true);
  });

  test.each([
    ['another site', eventFrom('https://evil.example/app://bundle/')],
    ['an origin that only begins alike', eventFrom('app://bundle.evil/index.html')],
    ['a frame inside the page', eventFrom(own, {})],
    ['a frame that is gone', { senderFrame: null } as unknown as IpcMainInvokeEvent],
  ])('of %s is refused', async (_who, event) => {
    await expect(call(event, true)).rejects.toThrow(CallRefused);
    expect(setLive).not.toHaveBeenCalled();
  });

  test.each([['yes'], [undefined], [{ live: true }]])('with the argument %j is refused', async (argument) => {
    await expect(call(eventFrom(own), argument)).rejects.toThrow('set-live: ');
    expect(setLive).not.toHaveBeenCalled();
  });

  test('of the admin is refused while the app is locked, before its argument is looked at', async () => {
    locked = true;
    for (const name of adminCalls) {
      await expect(registered.get(`mauzin:${name}`)?.(eventFrom(own), undefined)).rejects.toThrow('locked');
    }
    await call(eventFrom(own), true);
    expect(setLive).toHaveBeenCalledOnce();
  });

  // A device that moved to another port while nobody who knows the PIN is there must be found after the next start, too.
  test.each(['remember-device', 'report-sound', 'report-sentinel', 'take-over', 'set-live'] as const)(
    '%s is anybody’s, also while the app is locked',
    (name) => {
      expect(isAllowed(name, true, false)).toBe(true);
    },
  );

  test('mutes while locked, where the admin lets operators do so, and nothing else', () => {
    expect(isAllowed('set-muted', true, false)).toBe(false);
    const allowed = [...adminCalls].filter((name) => isAllowed(name, true, false, true));
    expect(allowed).toEqual(['set-muted']);
  });

  test('sets a first source while locked, where the command line asked to pick one', async () => {
    locked = true;
    picksSource = true;
    await registered.get('mauzin:set-sources')?.(eventFrom(own), []);
    await expect(registered.get('mauzin:change-settings')?.(eventFrom(own), {})).rejects.toThrow('locked');
  });
});
