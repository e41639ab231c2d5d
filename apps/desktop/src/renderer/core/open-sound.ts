import { allInputs, type DeviceInfo, type InputDevice } from './devices/devices.ts';
import type { Processing, SavedSource } from '@mauzin/desktop-contract';

/** The browser's sound devices, as far as capture needs them. */
export type MediaPort = Pick<MediaDevices, 'enumerateDevices' | 'getUserMedia' | 'getDisplayMedia'>;

/** Why a source gives no sound. Closed: whoever shows it switches on the reason. */
export type SoundTrouble =
  /** The device is not plugged in. */
  | 'missing'
  /** The system or the person forbids recording. */
  | 'denied'
  /** The device is there but cannot be opened, or gives nothing: in use elsewhere, or broken. */
  | 'failed';

export interface OpenSound {
  readonly ok: true;
  readonly stream: MediaStream;
  /** Null for the system's own sound. */
  readonly device: InputDevice | null;
}
export type OpenedSound = OpenSound | { readonly ok: false; readonly trouble: SoundTrouble };

/** Picks a source's device out of those that are there. */
export type FindDevice = (available: readonly DeviceInfo[]) => InputDevice | null;

/** What is to be opened. */
export interface SoundRequest {
  readonly kind: SavedSource['kind'];
  /** Of no use for the system's own sound. */
  readonly find: FindDevice;
  readonly processing: Processing;
}

/** Processing made for calls ruins recitation. */
const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false } as const;

/** Opens a source's sound, and says plainly why not. Never throws. */
export async function openSound(media: MediaPort, request: SoundRequest): Promise<OpenedSound> {
  try {
    return request.kind === 'system' ? await openSystem(media) : await openDevice(media, request);
  } catch (error) {
    return { ok: false, trouble: troubleOf(error) };
  }
}

async function openDevice(media: MediaPort, { find, processing }: SoundRequest): Promise<OpenedSound> {
  const device = find(allInputs(await media.enumerateDevices()));
  if (!device) return { ok: false, trouble: 'missing' };
  const stream = await media.getUserMedia({
    audio: { ...processing, deviceId: { exact: device.deviceId }, channelCount: { ideal: 2 } },
  });
  return checked(stream, { deviceId: device.deviceId, label: device.label });
}

async function openSystem(media: MediaPort): Promise<OpenedSound> {
  // Audio alone first; where a system insists on a picture, it is asked for and dropped.
  const stream = await media
    .getDisplayMedia({ audio: raw, video: false })
    .catch(() => media.getDisplayMedia({ audio: raw, video: true }));
  for (const track of stream.getVideoTracks()) {
    track.stop();
    stream.removeTrack(track);
  }
  return checked(stream, null);
}

/** macOS hands out a track that has ended already, without an error, when recording is forbidden. */
function checked(stream: MediaStream, device: InputDevice | null): OpenedSound {
  const [track] = stream.getAudioTracks();
  if (track?.readyState === 'live') return { ok: true, stream, device };
  stopStream(stream);
  return { ok: false, trouble: 'denied' };
}

export function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function troubleOf(error: unknown): SoundTrouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'failed';
}
