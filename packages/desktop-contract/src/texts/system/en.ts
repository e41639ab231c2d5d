import type { SystemTexts } from './texts.ts';

export const en: SystemTexts = {
  tray: { goLive: 'Go live', stop: 'Stop', open: 'Open Mauzin', quit: 'Quit' },
  alarm: {
    deadAir: { title: 'On air, but silent', body: 'No sound is coming in. Is the mixer on?' },
    sourceLost: { title: '{name} is away', body: 'Is it still plugged in? It comes back by itself.' },
    notHeard: { title: 'Listeners hear nothing', body: 'The sound does not arrive. Look at Mauzin.' },
  },
  notice: {
    signalStarted: { title: 'On air', body: 'Mauzin went live, because there is sound.' },
    signalStopped: { title: 'Off air', body: 'Mauzin stopped, because it was quiet for long.' },
    backOnAir: { title: 'On air again', body: 'The station was on air when this computer went off.' },
  },
  stop: { question: 'Stop the broadcast?', stop: 'Yes, stop', stay: 'Stay on air' },
};
