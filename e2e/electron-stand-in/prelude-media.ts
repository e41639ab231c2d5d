import type { Ask } from './browser.ts';

/** Electron's rules in front of the page's sound devices. Sent to pages as text: see page-prelude.ts. */
export function guardMedia(ask: Ask, loopbackMark: string): void {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) return; // not a secure context
  const capture = media.getUserMedia.bind(media);
  const list = media.enumerateDevices.bind(media);

  const output = async () => (await ask('output', '')) as { label: string | null; loopback: string };
  media.enumerateDevices = async () => {
    const devices = (await list()).filter((device) => !device.label.endsWith(loopbackMark));
    const { label } = await output();
    const named = (device: MediaDeviceInfo): MediaDeviceInfo => {
      const { deviceId, groupId, kind } = device;
      if (label === null || kind !== 'audiooutput' || deviceId !== 'default') return device;
      return { kind, deviceId, groupId, label: `Default - ${label}` } as MediaDeviceInfo;
    };
    if (await ask('check', 'media')) return devices.map(named);
    return devices.map(({ kind }) => ({ kind, deviceId: '', groupId: '', label: '' }) as MediaDeviceInfo);
  };
  media.getUserMedia = async (constraints) => {
    const wanted = { audio: Boolean(constraints?.audio), video: Boolean(constraints?.video) };
    if (!(await ask('permission', 'media', wanted)))
      throw new DOMException('Permission denied', 'NotAllowedError');
    // As on macOS for a program that did not ask: a stream like any other, of silence.
    if (wanted.audio && !(await ask('microphone', ''))) {
      return new AudioContext().createMediaStreamDestination().stream;
    }
    return await capture(constraints);
  };
  media.getDisplayMedia = async (options) => {
    // Chromium's `require_transient_activation_for_get_display_media`, which Electron leaves on.
    if (!navigator.userActivation.isActive) {
      const why = 'getDisplayMedia() requires transient activation (user gesture).';
      throw new DOMException(why, 'InvalidStateError');
    }
    const wanted = { audio: Boolean(options?.audio), video: options?.video !== false };
    const audio = await ask('display-media', '', wanted);
    if (audio === 'denied') throw new DOMException('Permission denied', 'NotAllowedError');
    if (audio !== 'loopback' && audio !== 'loopbackWithMute') {
      throw new DOMException('Error starting capture', 'AbortError');
    }
    // Of the output that is the default now: on Windows it stays with that one, whatever becomes the default later.
    const { loopback } = await output();
    const source = (await list()).find(({ kind, label }) => kind === 'audioinput' && label === loopback);
    if (!source) throw new DOMException('There is no loopback device', 'NotReadableError');
    const constraints = typeof options?.audio === 'object' ? options.audio : {};
    const stream = await capture({ audio: { ...constraints, deviceId: { exact: source.deviceId } } });
    const picture = wanted.video ? document.createElement('canvas').captureStream(1).getVideoTracks() : [];
    for (const track of picture) stream.addTrack(track);
    return stream;
  };

  // A real sound card announces itself through udev; a virtual one does not, so it is looked for.
  let known: string | undefined;
  const look = async (): Promise<void> => {
    const now = (await list()).map((device) => device.kind + device.label).join('\n');
    if (known !== undefined && known !== now) media.dispatchEvent(new Event('devicechange'));
    known = now;
  };
  setInterval(() => void look(), 500);
}
