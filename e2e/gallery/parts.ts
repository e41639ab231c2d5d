import {
  type AirStatus,
  type Audience,
  type DesktopState,
  noProcessing,
  type SavedSource,
} from '@mauzin/desktop-contract';

import { freshDesktopState } from '../../apps/desktop/src/testing/fresh-desktop-state.ts';
import type { GalleryDevice } from './scripted-page.ts';

/** What scenes are made of. */
export const mixer: GalleryDevice = { deviceId: 'usb', label: 'USB Mixer', levelDbfs: -20 };
export const pulpit: GalleryDevice = { deviceId: 'pulpit', label: 'Pulpit Microphone', levelDbfs: -28 };
export const silentInput: GalleryDevice = { deviceId: 'built-in', label: 'Built-in Audio', levelDbfs: null };

export const sourceOf = (
  { deviceId, label }: GalleryDevice,
  change: Partial<Pick<SavedSource, 'gainDb' | 'muted' | 'channels'>> = {},
): SavedSource => ({
  kind: 'device',
  id: deviceId,
  deviceId,
  label,
  gainDb: 0,
  muted: false,
  channels: 'stereo',
  processing: noProcessing,
  ...change,
});

const audience = (change: Partial<Audience>): Audience => ({
  open: 14,
  hearing: 14,
  peak: 18,
  direct: 14,
  relayed: 0,
  overHttp: 0,
  unheard: 0,
  hearingBadly: 0,
  saver: 0,
  weak: 0,
  uploadBps: 512_000,
  ...change,
});

/** A station off the air, with the mosque's mixer and its microphone. */
export const offAir: DesktopState = {
  ...freshDesktopState,
  settings: {
    ...freshDesktopState.settings,
    station: { slug: 'noor', name: 'Masjid an-Noor', language: 'ar' },
    sources: [sourceOf(mixer, { gainDb: 3 }), sourceOf(pulpit, { gainDb: -4, channels: 'left' })],
  },
};

/** 42 minutes and 7 seconds. */
export const onAirMs = 2_527_000;

/** The station on the air, in one of its states. */
export function onAir(
  status: AirStatus = { name: 'live', onAirMs },
  { listeners = {}, ...change }: Partial<DesktopState> & { listeners?: Partial<Audience> } = {},
): DesktopState {
  return {
    ...offAir,
    status,
    wantsLive: true,
    sentinel: { name: 'heard', behindMs: 210 },
    ...change,
    engine: {
      ...offAir.engine,
      air: { name: 'live', onAirMs },
      mix: 'flowing',
      audience: audience(listeners),
      recording: { name: 'on', file: 'noor.opus', bytes: 12_000_000 },
      ...change.engine,
    },
  };
}
