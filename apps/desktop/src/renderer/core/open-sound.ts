import { allInputs, type InputDevice } from './devices.ts';
import type { SavedSource } from '@mauzin/shared';

/** The browser's sound devices, as far as capture needs them. */
export type MediaPort = Pick<MediaDevices, 'enumerateDevices' | 'getUserMedia' | 'getDisplayMedia'>;

/** Why a source gives no sound. Closed: whoever shows it switches on the reason. */
export type SoundTrouble =
  /** The device is not plugged in. */
  | 'missing'
  /** The system or the person forbids recording. */
  | 'denied'
  /** The device is there but cannot be opened: in use elsewhere, or broken. */
  | 'failed';

export type OpenedSound =
  | {
      readonly ok: true;
      readonly stream: MediaStream;
      readonly device: { deviceId: string; label: string } | null;
    }
  | { readonly ok: false; readonly trouble: SoundTrouble };

/** Processing made for calls ruins recitation. */
const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false } as const;

/** Picks a source's device out of those that are there. */
export type FindDevice = (available: readonly InputDevice[]) => InputDevice | null;

/** Opens a source's sound, and says plainly why not. Never throws. */
export async function openSound(
  media: MediaPort,
  kind: SavedSource['kind'],
  find: FindDevice,
): Promise<OpenedSound> {
  try {
    return kind === 'system' ? await openSystem(media) : await openDevice(media, find);
  } catch (error) {
    return { ok: false, trouble: troubleOf(error) };
  }
}

async function openDevice(media: MediaPort, find: FindDevice): Promise<OpenedSound> {
  const device = find(allInputs(await media.enumerateDevices()));
  if (!device) return { ok: false, trouble: 'missing' };
  const stream = await media.getUserMedia({
    audio: { ...raw, deviceId: { exact: device.deviceId }, channelCount: { ideal: 2 } },
  });
  return checked(stream, device);
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
function checked(stream: MediaStream, device: { deviceId: string; label: string } | null): OpenedSound {
  const [track] = stream.getAudioTracks();
  if (track?.readyState === 'live') return { ok: true, stream, device };
  for (const ended of stream.getTracks()) ended.stop();
  return { ok: false, trouble: 'denied' };
}

function troubleOf(error: unknown): SoundTrouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'failed';
}
