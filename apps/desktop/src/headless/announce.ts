import type { EngineState } from '@mauzin/desktop-contract';
import { failureTexts } from '@mauzin/shared';

export interface Announcer {
  state(state: EngineState): void;
  stopped(): void;
}

export interface AnnouncerOptions {
  /** For programs: everything, as one JSON object a line. Without it a few lines for people. */
  readonly json: boolean;
  readonly write: (text: string) => void;
  /** The link as a QR code, in lines of their own; empty where none can be shown. */
  readonly qrOf: (link: string) => string;
}

/** Tells people, or programs, what happens. */
export const announcer = (options: AnnouncerOptions): Announcer =>
  options.json ? forPrograms(options.write) : forPeople(options);

function forPrograms(write: (text: string) => void): Announcer {
  return {
    state: (state) => write(`${JSON.stringify({ event: 'state', ...state })}\n`),
    stopped: () => write(`${JSON.stringify({ event: 'stopped' })}\n`),
  };
}

function forPeople({ qrOf, write }: AnnouncerOptions): Announcer {
  let link: string | null = null;
  let hearing = 0;
  let live = false;
  let recording = '';
  let failure = '';
  const told = new Set<string>();
  return {
    state: (state) => {
      for (const notice of state.notices) {
        if (!told.has(notice.name)) write(`${noticeLine(notice)}\n`);
        told.add(notice.name);
      }
      if (state.link !== null && state.link !== link) {
        write(`\n${qrOf(state.link)}\nMauzin: listeners open ${state.link}\n`);
      }
      if (state.air.name === 'live' && !live) write('On the air. Ctrl+C ends it.\n');
      const refused = state.service.name === 'failed' ? failureTexts.en[state.service.failure] : '';
      if (refused !== failure && refused !== '') write(`${refused}\n`);
      failure = refused;
      const line = recordingLine(state.recording);
      if (line !== recording && line !== '') write(`${line}\n`);
      recording = line;
      if (state.audience.hearing !== hearing) write(`${state.audience.hearing} listening\n`);
      ({ link } = state);
      ({ hearing } = state.audience);
      live = state.air.name === 'live';
    },
    stopped: () => write('Off the air.\n'),
  };
}

function recordingLine(state: EngineState['recording']): string {
  if (state.name === 'on') return `Recording ${state.file}`;
  if (state.name === 'off') return '';
  return state.why === 'disk-full'
    ? 'Not recording: the disk is full. It goes on once there is room.'
    : 'Not recording: the folder cannot be written to. Trying again.';
}

function noticeLine(notice: EngineState['notices'][number]): string {
  switch (notice.name) {
    case 'port-taken':
      return `Port ${notice.wanted} is taken by another program; using ${notice.used}.`;
    case 'media-port-taken':
      return `UDP port ${notice.wanted} is taken by another program; using another for sound.`;
    case 'no-network':
      return 'This machine is on no network: only this machine can listen.';
    case 'firewall':
      return `A firewall seems to keep phones out: open UDP port ${notice.port}.`;
    case 'disk-nearly-full':
      return `The disk is nearly full: ${Math.round(notice.freeBytes / 1e6)} MB left for the recording.`;
    case 'service-not-started':
      return 'The service cannot be started yet. Trying again.';
  }
}
