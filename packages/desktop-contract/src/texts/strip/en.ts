import type { StripTexts } from './texts.ts';

export const en: StripTexts = {
  sound: {
    opening: 'One moment',
    'stand-in': 'Away. Heard instead: {name}',
    missing: 'Not plugged in',
    denied: 'Not allowed',
    failed: 'Cannot be opened',
  },
  standInNameless: 'another device',
  muted: 'Muted',
  mute: 'Mute',
  unmute: 'Unmute',
  remove: 'Remove',
  more: 'More',
  device: 'Device',
  gain: 'Gain',
  level: 'Level',
  channels: 'Channels',
  channel: { stereo: 'Stereo', left: 'Left', right: 'Right', mono: 'Mono' },
  desk: {
    channels: 'Channels of the mixer',
    level: 'Level of channel {name}',
    failed: 'These channels cannot be had now.',
    routing: 'A mixer with more than two channels? Choose in its own driver which two this computer hears.',
  },
  clip: 'Clip',
  clearClip: 'Too loud; clear the mark',
  processing: {
    echoCancellation: {
      name: 'Echo cancelling',
      effect: 'Swallows long vowels when loudspeakers play in the same room.',
    },
    noiseSuppression: {
      name: 'Noise suppression',
      effect: 'Cuts soft breaths and the ends of verses as if they were noise.',
    },
    autoGainControl: {
      name: 'Automatic gain',
      effect: 'Flattens loud and soft recitation, and raises noise in every pause.',
    },
  },
};
