import type { ListenerState } from '../core/state.ts';

export type IconName =
  | ListenerState['name']
  | 'play'
  | 'stop'
  | 'again'
  | 'quiet'
  | 'loud'
  | 'down'
  | 'forward'
  | 'open';

/** Drawn by us on a grid of 24, in strokes of 2. */
const paths: Record<IconName, string> = {
  connecting: 'M5 12h.01M12 12h.01M19 12h.01',
  waiting: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2',
  ready:
    'M12 12h.01M8.2 15.8a5.4 5.4 0 0 1 0-7.6M15.8 8.2a5.4 5.4 0 0 1 0 7.6M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14',
  playing: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 8.8a4.6 4.6 0 0 1 0 6.4M18.3 6a8.5 8.5 0 0 1 0 12',
  reconnecting: 'M20 5v5h-5M4 19v-5h5M19.4 10A8 8 0 0 0 5.3 7.6M4.6 14a8 8 0 0 0 14.1 2.4',
  blocked: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  code: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5zM12 15v2',
  gone: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 9l6 6M15 9l-6 6',
  unsupported: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5v5.5M12 16.5h.01',
  play: 'M8 5.5v13l10.5-6.5z',
  stop: 'M7 7h10v10H7z',
  again: 'M20 5v5h-5M19.4 10A8 8 0 1 0 20 13.5',
  quiet: 'M4 9.5v5h3.5L12 19V5L7.5 9.5z',
  loud: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 8.8a4.6 4.6 0 0 1 0 6.4M18.3 6a8.5 8.5 0 0 1 0 12',
  down: 'M6 9.5l6 6 6-6',
  forward: 'M9.5 6l6 6-6 6',
  open: 'M14 4h6v6M20 4l-8.5 8.5M10 5H6a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-4',
};

const filled: ReadonlySet<IconName> = new Set(['play', 'stop']);

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={`icon icon-${filled.has(name) ? 'filled' : name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
