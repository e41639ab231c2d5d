import { directionOf, failureTexts, listenerTexts, type PageLanguage } from '@mauzin/shared';
import { render } from 'preact';

import { Session } from './core/session.ts';
import { ElementAudio } from './edge/audio.ts';
import { browserClock } from './edge/clock.ts';
import { rememberLanguage } from './edge/language-choice.ts';
import { showOnLockScreen } from './edge/media-session.ts';
import { watchPage } from './edge/page-events.ts';
import { createPeer } from './edge/peer.ts';
import { readPage } from './edge/page-data.ts';
import { openSocket } from './edge/socket.ts';
import { socketUrl } from './edge/station.ts';
import { createPageStore, firstPage } from './view/store.ts';
import { type PageActions, View } from './view/view.tsx';

const data = readPage(document);
const { station } = data;
const audio = new ElementAudio(find('#sound', HTMLAudioElement));
const store = createPageStore(firstPage(data));

const session = new Session<MediaStream>({
  station,
  supported: 'RTCPeerConnection' in window,
  believedLive: null,
  choices: { rendition: 'normal', pocket: false, tone: true },
  code: null,
  onCode: () => undefined,
  persistent: false,
  suggestsSaver: false,
  http: null,
  onOffers: () => undefined,
  openSocket: () => openSocket(socketUrl(location)),
  createPeer,
  audio,
  clock: browserClock,
  random: Math.random,
  onState: (state) => store.setState({ session: state }),
  onError: () => undefined, // what a person must know is in the state
});

const actions: PageActions = {
  listen: () => session.listen(),
  stop: () => session.stop(),
  reload: () => location.reload(),
  setVolume(volume) {
    audio.volume = volume;
    store.setState({ volume });
  },
  speak(language) {
    rememberLanguage(language);
    turn(language);
    store.setState({
      language,
      texts: { listener: listenerTexts[language], failures: failureTexts[language] },
    });
  },
  readLevel: () => session.level(),
};

turn(data.language);
const root = find('#page', HTMLElement);
const draw = (): void => render(<View page={store.getState()} actions={actions} />, root);
draw();
store.subscribe(draw);
store.setState({ volume: audio.canSetVolume() ? audio.volume : null });
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
/** Before anything is drawn in the language, so that nothing jumps from side to side. */
function turn(language: PageLanguage): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

function find<T extends Element>(selector: string, kind: new () => T): T {
  const element = document.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${selector}`);
}
