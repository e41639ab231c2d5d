import type { ListenerState } from '../core/state.ts';

export interface LockScreen {
  readonly station: string;
  readonly listen: () => void;
  /** Null: the sound is not ended from the lock screen. */
  readonly stop: (() => void) | null;
}

/** The page's icons, as the service has them at the root. */
const artwork: MediaImage[] = [192, 512].map((px) => ({
  src: `/icon-${String(px)}.png`,
  sizes: `${String(px)}x${String(px)}`,
  type: 'image/png',
}));

/** Puts the station on the lock screen, with its buttons. The returned function keeps it up to date. */
export function showOnLockScreen(
  { station, listen, stop }: LockScreen,
  browser: { readonly mediaSession?: MediaSession } = navigator,
  Metadata = typeof MediaMetadata === 'undefined' ? undefined : MediaMetadata,
): (state: ListenerState) => void {
  const session = browser.mediaSession;
  if (!session || !Metadata) return () => undefined;
  session.metadata = new Metadata({ title: station, artist: 'Mauzin', artwork });
  // Live sound cannot be paused: to go on later is to join again, at now.
  handle(session, 'play', listen);
  // Without a handler of ours the browser would pause the element by itself.
  const end = stop ?? ((): void => undefined);
  handle(session, 'pause', end);
  handle(session, 'stop', end);
  // Nor is there anything to seek in: where a stream grows without end, browsers would offer it.
  for (const action of ['seekbackward', 'seekforward', 'seekto'] as const) handle(session, action, null);
  let heard = false;
  return (state) => {
    const shown = playbackStateFor(state, heard);
    heard ||= shown === 'playing';
    if (shown === session.playbackState) return;
    session.playbackState = shown;
    clearPosition(session);
  };
}

/**
 * What the lock screen shows. Whoever waits for sound is shown as playing, with the button that stops; who has stopped, or
 * was interrupted, with the one that goes on. Pure.
 * @param heard whether sound was wanted before on this page
 */
export function playbackStateFor(state: ListenerState, heard: boolean): MediaSessionPlaybackState {
  if (state.name === 'playing' || ('unlocked' in state && state.unlocked)) return 'playing';
  if (state.name === 'blocked') return 'paused';
  return heard && canListen(state) ? 'paused' : 'none';
}

const canListen = ({ name }: ListenerState): boolean =>
  name !== 'gone' && name !== 'unsupported' && name !== 'code';

function handle(session: MediaSession, action: MediaSessionAction, run: (() => void) | null): void {
  try {
    session.setActionHandler(action, run);
  } catch {
    // An older browser that does not know this action.
  }
}

/** Live sound has no position. */
function clearPosition(session: Partial<Pick<MediaSession, 'setPositionState'>>): void {
  try {
    session.setPositionState?.();
  } catch {
    // An older browser that wants one: it shows none by itself.
  }
}
