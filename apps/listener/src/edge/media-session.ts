import type { ListenerState } from '../core/state.ts';

export interface LockScreen {
  readonly station: string;
  readonly listen: () => void;
  readonly stop: () => void;
}

/** Puts the station on the lock screen, with its buttons. The returned function keeps it up to date. */
export function showOnLockScreen({ station, listen, stop }: LockScreen): (state: ListenerState) => void {
  if (!('mediaSession' in navigator) || !('MediaMetadata' in window)) return () => undefined;
  const session = navigator.mediaSession;
  session.metadata = new MediaMetadata({ title: station, artist: 'Mauzin' });
  // Live sound cannot be paused: to go on later is to join again.
  handle(session, 'play', listen);
  handle(session, 'pause', stop);
  handle(session, 'stop', stop);
  return (state) => {
    const sounding = state.name === 'playing' || ('unlocked' in state && state.unlocked);
    session.playbackState = sounding ? 'playing' : 'paused';
  };
}

function handle(session: MediaSession, action: MediaSessionAction, run: () => void): void {
  try {
    session.setActionHandler(action, run);
  } catch {
    // An older browser that does not know this action.
  }
}
