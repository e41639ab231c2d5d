import { expect, test } from 'vitest';

import { chooseRoute, type RouteFacts } from './choose-route.ts';

const facts: RouteFacts = {
  sameNetwork: true,
  relayAvailable: true,
  directFailed: false,
  directInUse: 0,
  directCapacity: 600,
};

test.each<[string, Partial<RouteFacts>, 'direct' | 'relay' | null]>([
  ['the same network is served directly', {}, 'direct'],
  ['another network by the relay', { sameNetwork: false }, 'relay'],
  [
    'another network directly where there is no relay',
    { sameNetwork: false, relayAvailable: false },
    'direct',
  ],
  ['a failed direct connection by the relay', { directFailed: true }, 'relay'],
  [
    'a failed direct connection once more directly where there is no relay',
    { directFailed: true, relayAvailable: false },
    'direct',
  ],
  ['past the direct capacity by the relay', { directInUse: 600 }, 'relay'],
  [
    'past the direct capacity by nobody where there is no relay',
    { directInUse: 600, relayAvailable: false },
    null,
  ],
])('%s', (_name, change, route) => {
  expect(chooseRoute({ ...facts, ...change })).toEqual({ route });
});
