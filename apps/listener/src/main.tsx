import { directionOf, type Language, pickLanguage } from '@mauzin/shared';
import { createRoot } from 'react-dom/client';

import { Session } from './core/session.ts';
import { ElementAudio } from './edge/audio.ts';
import { browserClock } from './edge/clock.ts';
import { chosenLanguage, rememberLanguage } from './edge/language-choice.ts';
import { showOnLockScreen } from './edge/media-session.ts';
import { watchPage } from './edge/page-events.ts';
import { createPeer } from './edge/peer.ts';
import { openSocket } from './edge/socket.ts';
import { readStation, socketUrl } from './edge/station.ts';
import { Page } from './view/page.tsx';
import { createPageStore } from './view/store.ts';

const station = readStation(document, location.pathname, pickLanguage(navigator.languages));
const audio = new ElementAudio(find('#sound', HTMLAudioElement));
const store = createPageStore(
  chosenLanguage(station?.language ?? 'en'),
  audio.canSetVolume() ? audio.volume : null,
);

const session = new Session<MediaStream>({
  station: station?.slug ?? null,
  supported: 'RTCPeerConnection' in window,
  openSocket: () => openSocket(socketUrl(location)),
  createPeer,
  audio,
  clock: browserClock,
  random: Math.random,
  onState: (state) => store.setState({ session: state }),
  onError: () => undefined, // what a person must know is in the state
});

speak(store.getState().language);
createRoot(find('#page', HTMLElement)).render(
  <Page
    store={store}
    stationName={station?.name ?? null}
    actions={{ listen: () => session.listen(), stop: () => session.stop(), reload: () => location.reload() }}
    onVolume={(volume) => {
      audio.volume = volume;
      store.setState({ volume });
    }}
    onLanguage={(language) => {
      rememberLanguage(language);
      speak(language);
      store.setState({ language });
    }}
    readLevel={readLevel}
  />,
);
lockScreen();
watchPage({ onWake: () => session.wake(), onLeave: () => session.close() });
session.start();

function lockScreen(): void {
  const show = showOnLockScreen({
    station: station?.name ?? 'Mauzin',
    listen: () => session.listen(),
    stop: () => session.stop(),
  });
  store.subscribe(({ session: state }) => show(state));
}

/** Before anything is drawn in the language, so that nothing jumps from side to side. */
function speak(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

function readLevel(): number {
  return session.level();
}

function find<T extends Element>(selector: string, kind: new () => T): T {
  const element = document.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${selector}`);
}
