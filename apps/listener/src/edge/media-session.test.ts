import { describe, expect, it } from 'vitest';

import type { ListenerState } from '../core/state.ts';
import { playbackStateFor, showOnLockScreen } from './media-session.ts';

const playing = {
  name: 'playing',
  by: 'http',
  connection: null,
  route: 'relay',
  rendition: 'normal',
  online: true,
  figures: null,
} satisfies ListenerState;

/** What of the browser's session is used; an old one knows neither `stop` nor `seekto`, and has no position. */
function setUp({ old = false, ends = true } = {}) {
  const handlers = new Map<string, (() => void) | null>();
  const positions: unknown[][] = [];
  const calls: string[] = [];
  const session = {
    metadata: null as { title: string; artwork: { src: string }[] } | null,
    playbackState: 'none',
    setActionHandler(action: string, run: (() => void) | null) {
      if (old && (action === 'stop' || action === 'seekto')) throw new TypeError(action);
      handlers.set(action, run);
    },
    ...(old ? {} : { setPositionState: (...given: unknown[]) => positions.push(given) }),
  };
  function Metadata(this: object, init: object): void {
    Object.assign(this, init);
  }
  const show = showOnLockScreen(
    {
      station: 'Masjid an-Noor',
      listen: () => calls.push('listen'),
      stop: ends ? () => calls.push('stop') : null,
    },
    { mediaSession: session as unknown as MediaSession },
    Metadata as unknown as typeof MediaMetadata,
  );
  return { session, handlers, positions, calls, show };
}

describe('the lock screen', () => {
  it('shows the station, our name and our picture, and nothing to seek in', () => {
    const { session, handlers, positions, show } = setUp();
    expect(session.metadata).toMatchObject({
      title: 'Masjid an-Noor',
      artist: 'Mauzin',
      artwork: [
        { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      ],
    });
    expect([handlers.get('seekto'), handlers.get('seekforward')]).toEqual([null, null]);
    show(playing);
    expect(positions).toEqual([[]]);
  });

  it('ends nothing where that is not wanted, and leaves no pause to the browser', () => {
    const { handlers, calls, show } = setUp({ ends: false });
    show(playing);
    expect([typeof handlers.get('pause'), typeof handlers.get('stop')]).toEqual(['function', 'function']);
    handlers.get('pause')?.();
    handlers.get('stop')?.();
    expect(calls).toEqual([]);
  });

  it.each([false, true])('stops at pause and stop, and listens again at play (old browser: %s)', (old) => {
    const { handlers, calls, show } = setUp({ old });
    show(playing);
    handlers.get('pause')?.();
    handlers.get('play')?.();
    expect(calls).toEqual(['stop', 'listen']);
  });

  it('follows each state', () => {
    const { session, show } = setUp();
    const seen = (state: ListenerState): string => {
      show(state);
      return session.playbackState;
    };
    expect(seen({ name: 'ready' })).toBe('none');
    expect(seen({ name: 'connecting', unlocked: true })).toBe('playing');
    expect(seen(playing)).toBe('playing');
    expect(seen({ name: 'reconnecting', unlocked: true, failure: null, lost: true })).toBe('playing');
    expect(seen({ name: 'blocked', connection: null })).toBe('paused');
    expect(seen({ name: 'waiting', unlocked: true })).toBe('playing');
    expect(seen({ name: 'ready' })).toBe('paused');
    expect(seen({ name: 'waiting', unlocked: false })).toBe('paused');
    expect(seen({ name: 'gone', failure: 'replaced' })).toBe('none');
  });

  it('shows nothing of a page on which nobody ever listened', () => {
    const states: ListenerState[] = [
      { name: 'unsupported' },
      { name: 'code', wrong: false, checking: false },
      { name: 'connecting', unlocked: false },
      { name: 'waiting', unlocked: false },
      { name: 'gone', failure: 'unknown-station' },
    ];
    expect(states.map((state) => playbackStateFor(state, false))).toEqual(states.map(() => 'none'));
  });

  it('is left alone where there is none', () => {
    expect(() => {
      showOnLockScreen(
        { station: 'x', listen: () => undefined, stop: () => undefined },
        {},
        undefined,
      )(playing);
    }).not.toThrow();
  });
});
