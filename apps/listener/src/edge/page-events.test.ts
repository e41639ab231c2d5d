import { expect, it } from 'vitest';

import { watchPage } from './page-events.ts';

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
}

function setUp() {
  const seen: string[] = [];
  const page = {
    window: new EventTarget(),
    document: new FakeDocument(),
    connection: Object.assign(new EventTarget(), { type: 'wifi' }),
  };
  watchPage(
    {
      onWake: (networkChanged) => seen.push(networkChanged ? 'another network' : 'awake'),
      onLeave: () => seen.push('left'),
    },
    page,
  );
  return { seen, ...page };
}

const hide = (persisted: boolean): Event => Object.assign(new Event('pagehide'), { persisted });

it('wakes when the page is shown, resumed, or comes out of the cache', () => {
  const { seen, window, document } = setUp();
  window.dispatchEvent(hide(true));
  window.dispatchEvent(new Event('pageshow'));
  document.dispatchEvent(new Event('resume'));
  document.visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  expect(seen).toEqual(['awake', 'awake', 'awake']);
});

it('tells another network from another guess at its speed', () => {
  const { seen, window, connection } = setUp();
  window.dispatchEvent(new Event('online'));
  connection.dispatchEvent(new Event('change'));
  connection.type = 'cellular';
  connection.dispatchEvent(new Event('change'));
  connection.dispatchEvent(new Event('change'));
  expect(seen).toEqual(['another network', 'awake', 'another network', 'awake']);
});

it('leaves only for good', () => {
  const { seen, window } = setUp();
  window.dispatchEvent(hide(true));
  expect(seen).toEqual([]);
  window.dispatchEvent(hide(false));
  expect(seen).toEqual(['left']);
});

it('does with browsers that tell nothing of the network', () => {
  const window = new EventTarget();
  const document = new FakeDocument();
  const seen: boolean[] = [];
  watchPage({ onWake: (changed) => seen.push(changed), onLeave: () => undefined }, { window, document });
  document.dispatchEvent(new Event('resume'));
  expect(seen).toEqual([false]);
});
