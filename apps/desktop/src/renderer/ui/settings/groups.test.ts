import type { DesktopState, EngineState } from '@mauzin/desktop-contract';
import { expect, test } from 'vitest';

import { freshDesktopState } from '../../../testing/fresh-desktop-state.ts';
import { firstGroup } from './groups.ts';

type Server = DesktopState['settings']['server'];
const remote: Server = {
  kind: 'remote',
  url: 'https://radio.example',
  station: 'noor',
};
const withEngine = (engine: Partial<EngineState>, server: Server = remote): DesktopState => ({
  ...freshDesktopState,
  settings: { ...freshDesktopState.settings, server },
  engine: { ...freshDesktopState.engine, ...engine },
});

test('with nothing wrong, the settings open at the sound', () => {
  expect(firstGroup(freshDesktopState)).toBe('sound');
});

test('the settings open where the trouble is mended', () => {
  expect(firstGroup(withEngine({ service: { name: 'failed', failure: 'wrong-key' } }))).toBe('listeners');
  expect(firstGroup(withEngine({ service: { name: 'connecting', attempt: 5 } }))).toBe('listeners');
  expect(firstGroup(withEngine({ notices: [{ name: 'service-not-started' }] }))).toBe('listeners');
  expect(firstGroup(withEngine({ recording: { name: 'failed', why: 'disk-full' } }))).toBe('recording');
  expect(firstGroup(withEngine({ notices: [{ name: 'disk-nearly-full', freeBytes: 1e8 }] }))).toBe(
    'recording',
  );
  expect(firstGroup({ ...freshDesktopState, shortcutTaken: true })).toBe('going-live');
});

test('the service inside comes up by itself: that is no trouble of the settings', () => {
  const inside = { kind: 'inside', port: 8080 } as const;
  expect(firstGroup(withEngine({ service: { name: 'connecting', attempt: 1 } }, inside))).toBe('sound');
});
