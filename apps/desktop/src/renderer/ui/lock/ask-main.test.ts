import type { DesktopBridge, DesktopState } from '@mauzin/desktop-contract';
import { expect, test } from 'vitest';

import { freshDesktopState } from '../../../testing/fresh-desktop-state.ts';
import { askMain } from './ask-main.ts';

const locked: DesktopState = { ...freshDesktopState, lock: { pinSet: true, locked: true } };

/** Main as it is while locked: the admin's calls are refused, the state is told. */
const bridge: Pick<DesktopBridge, 'call'> = {
  // oxlint-disable-next-line no-unsafe-type-assertion -- only this call is answered
  call: (name) => (name === 'get-state' ? Promise.resolve(locked as never) : Promise.reject(new Error(name))),
};

test('a refused call makes the window look at the lock anew', async () => {
  const learned: DesktopState[] = [];
  const answer = await askMain({ bridge, learn: (state) => learned.push(state) }, ({ call }) =>
    call('list-recordings', undefined),
  );
  expect(answer).toEqual({ ok: false });
  expect(learned).toEqual([locked]);
});

test('an answered call is handed on, and nothing else is asked', async () => {
  const learned: DesktopState[] = [];
  const answer = await askMain({ bridge, learn: (state) => learned.push(state) }, ({ call }) =>
    call('get-state', undefined),
  );
  expect(answer).toEqual({ ok: true, value: locked });
  expect(learned).toEqual([]);
});

test('a main that answers nothing at all is a refusal too', async () => {
  const mute: Pick<DesktopBridge, 'call'> = { call: (name) => Promise.reject(new Error(name)) };
  expect(
    await askMain({ bridge: mute, learn: () => undefined }, ({ call }) => call('lock', undefined)),
  ).toEqual({
    ok: false,
  });
});
