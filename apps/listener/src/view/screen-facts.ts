import type { ListenerState } from '../core/state.ts';

/** What `<main>` says of itself. Pure. */
export function screenFacts(session: ListenerState): Readonly<Record<`data-${string}`, string | undefined>> {
  const facts = { 'data-state': session.name };
  switch (session.name) {
    case 'playing':
      return {
        ...facts,
        'data-connection': session.connection ?? undefined,
        'data-by': session.by,
        'data-route': session.route,
        'data-rendition': session.rendition,
      };
    case 'blocked':
      return { ...facts, 'data-connection': session.connection ?? undefined };
    case 'reconnecting':
      return { ...facts, 'data-lost': isLost(session) ? 'true' : undefined };
    default:
      return facts;
  }
}

/** Sound was heard and is missing. A full station is another matter: there, it is known why, and what comes. Pure. */
export const isLost = (session: ListenerState): boolean =>
  session.name === 'reconnecting' && session.lost && session.failure !== 'station-full';
