import { deflateSync } from 'node:zlib';

import { drawStar, encodePng, pageColour, sharePicture, type StarPicture } from '@mauzin/shared';

/**
 * What phones and shared links show. A maskable icon may be cut to any shape within a circle of 80 % (W3C Web Application
 * Manifest, purpose "maskable"); iOS fills what is transparent with black.
 */
const pictures: Readonly<Record<string, StarPicture>> = {
  'icon-192.png': { width: 192, height: 192, radius: 92, background: null },
  'icon-512.png': { width: 512, height: 512, radius: 246, background: null },
  'icon-maskable-512.png': { width: 512, height: 512, radius: 190, background: pageColour },
  'apple-touch-icon.png': { width: 180, height: 180, radius: 72, background: pageColour },
  [sharePicture.path.slice(1)]: { ...sharePicture, radius: 220, background: pageColour },
};

/** Each with its file's name. */
export const drawIcons = (): readonly (readonly [string, Uint8Array])[] =>
  Object.entries(pictures).map(([name, picture]) => [
    name,
    encodePng(drawStar(picture), (bytes) => deflateSync(bytes, { level: 9 })),
  ]);
