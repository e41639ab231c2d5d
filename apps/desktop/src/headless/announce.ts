import type { EngineState } from '@mauzin/desktop-contract';
import { failureTexts } from '@mauzin/shared';
import { generate } from 'lean-qr';

export interface Announcer {
  state(state: EngineState): void;
  stopped(): void;
}

/** Tells people what happens in a few lines, or programs everything as one JSON object a line. */
export const announcer = (json: boolean, write: (text: string) => void): Announcer =>
  json ? forPrograms(write) : forPeople(write);

function forPrograms(write: (text: string) => void): Announcer {
  return {
    state: (state) => write(`${JSON.stringify({ event: 'state', ...state })}\n`),
    stopped: () => write(`${JSON.stringify({ event: 'stopped' })}\n`),
  };
}

function forPeople(write: (text: string) => void): Announcer {
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
      if (state.link !== null && state.link !== link) write(`${invitation(state.link)}\n`);
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

/** Two rows of modules in one line of text: terminals' cells are about twice as high as wide. */
function terminalQr(text: string): string {
  const code = generate(text);
  const quiet = 2;
  let lines = '';
  for (let y = -quiet; y < code.size + quiet; y += 2) {
    for (let x = -quiet; x < code.size + quiet; x += 1) {
      // Light modules are drawn: terminals are mostly dark, and cameras want dark on light.
      lines += halfBlocks[Number(!code.get(x, y)) * 2 + Number(!code.get(x, y + 1))];
    }
    lines += '\n';
  }
  return lines;
}

const halfBlocks = [' ', '▄', '▀', '█'] as const;

const invitation = (link: string): string => `\n${terminalQr(link)}\nMauzin: listeners open ${link}`;

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
