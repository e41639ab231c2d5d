import { expect, test } from 'vitest';

import { chooseRoute, type RouteFacts } from './choose-route.ts';

const facts: RouteFacts = {
  sameNetwork: true,
  relayAvailable: true,
  directFailed: false,
  directFits: true,
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
  ['past the direct capacity by the relay', { directFits: false }, 'relay'],
  [
    'past the direct capacity by nobody where there is no relay',
    { directFits: false, relayAvailable: false },
    null,
  ],
])('%s', (_name, change, route) => {
  expect(chooseRoute({ ...facts, ...change })).toEqual({ route });
});
