import type { ListenerTexts } from '../listener.ts';

export const en: ListenerTexts = {
  state: {
    connecting: 'Connecting',
    waiting: 'Not on air',
    ready: 'On air',
    playing: 'Listening',
    reconnecting: 'Reconnecting',
    full: 'Please wait',
    blocked: 'Tap to hear',
    gone: 'Not available',
  },
  hint: {
    connecting: 'One moment.',
    waiting: 'Tap once now. It will play by itself when it begins.',
    waitingUnlocked: 'It will play by itself when it begins.',
    ready: 'Tap to listen.',
    playing: 'You can lock the screen.',
    reconnecting: 'The network was lost. The sound comes back by itself.',
    blocked: 'The browser wants one more tap.',
    unsupported: 'This browser cannot play live sound. Open the link in Chrome, Safari or Firefox.',
    unreachable: 'The station cannot be reached. Are you online?',
    offline: 'The network is away for a moment. The sound goes on.',
  },
  button: {
    listen: 'Listen',
    listenWhenLive: 'Listen when it begins',
    stop: 'Stop',
    tryAgain: 'Try again',
    reload: 'Reload',
  },
  volume: 'Volume',
  language: 'Language',
  privacy: 'Nothing about you is collected.',
  figures: { behind: '{seconds} s behind', perHour: '{megabytes} MB an hour' },
};
