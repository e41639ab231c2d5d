/** A session that plays the direct connection's sound. */
export const playing = {
  name: 'playing',
  by: 'webrtc',
  connection: 'one',
  route: 'direct',
  rendition: 'normal',
  online: true,
  figures: null,
} as const;
