import type { CaptureKind } from '@mauzin/desktop-contract';

import type { WatchedMedia } from './device-watch.ts';

/** Asks main for what a capture needs just before it; false: the system forbids it. */
export type PrepareCapture = (kind: CaptureKind) => Promise<boolean>;

/**
 * The page's sound devices, each capture prepared by main. A page may hear the system's sound only for 5 s after a click, and at a start
 * at night nobody clicks; and macOS hands out silence, without a word, until the program has asked for the microphone itself.
 */
export function preparedMedia(media: WatchedMedia, prepare: PrepareCapture): WatchedMedia {
  const prepared = async (kind: CaptureKind): Promise<void> => {
    if (!(await prepare(kind))) throw new DOMException('Forbidden by the system', 'NotAllowedError');
  };
  return {
    enumerateDevices: () => media.enumerateDevices(),
    addEventListener: media.addEventListener.bind(media),
    removeEventListener: media.removeEventListener.bind(media),
    async getUserMedia(constraints) {
      await prepared('microphone');
      return await media.getUserMedia(constraints);
    },
    async getDisplayMedia(options) {
      await prepared('system-sound');
      return await media.getDisplayMedia(options);
    },
  };
}
