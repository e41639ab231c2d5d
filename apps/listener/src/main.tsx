import { accessCodeIn, directionOf, type PageLanguage, type Station } from '@mauzin/shared';
import { render } from 'preact';

import type { CreatePeer } from './core/ports.ts';
import type { Receiver } from './core/receiver.ts';
import { Session } from './core/session.ts';
import type { ListenerState } from './core/state.ts';
import { ElementAudio } from './edge/audio.ts';
import { browserClock } from './edge/clock.ts';
import { copyLink } from './edge/copy-link.ts';
import { showWords, takeOver, turnedTo } from './edge/drawn-page.ts';
import { inAppBrowser } from './edge/in-app-browser.ts';
import { Kept } from './edge/kept.ts';
import { latePeer } from './edge/late-peer.ts';
import { liveStream } from './edge/live-stream.ts';
import { showOnLockScreen } from './edge/media-session.ts';
import { networkThere, suggestsSaver } from './edge/network.ts';
import { readPage } from './edge/page-data.ts';
import { watchPage } from './edge/page-events.ts';
import { loadTexts } from './edge/page-texts.ts';
import { openSocket, probeService, socketUrl } from './edge/socket.ts';
import { parts } from './modes/all.ts';
import type { PageActions } from './view/actions.ts';
import { createPageStore, defaultChoices, firstPage } from './view/store.ts';
import { type Screen, View } from './view/view.tsx';

const data = readPage(document);
const { station } = data;
const kept = new Kept(() => localStorage);
const audio = new ElementAudio(find('#sound', HTMLAudioElement));
const store = createPageStore(firstPage(data));
const linkedCode = takeCodeOfLink();
if (station && linkedCode !== null && kept.code(station.slug) === null)
  kept.keepCode(station.slug, linkedCode);
/** The language that was chosen last. */
let wanted: PageLanguage = data.language;

const session = new Session<MediaStream>({
  station,
  supported: 'RTCPeerConnection' in window,
  believedLive: station?.private === true ? null : data.live,
  choices: kept.choices(defaultChoices),
  code: station && (linkedCode ?? kept.code(station.slug)),
  onCode: (code) => station && keepCode(station, code),
  persistent: data.mode === 'receiver',
  suggestsSaver: suggestsSaver(navigator),
  http: station && liveStream(station.slug, find('#sound', HTMLAudioElement)),
  onOffers: (offers) => store.setState({ offers }),
  openSocket: () => openSocket(socketUrl(location)),
  probe: probeService,
  networkThere: () => networkThere(navigator),
  createPeer: latePeer(loadPeer),
  audio,
  clock: browserClock,
  random: Math.random,
  onState: follow,
  onError: () => undefined, // what a person must know is in the state
});
const receiver = data.mode === 'receiver' && station ? asReceiver(station.slug) : null;

const actions: PageActions = {
  listen: () => (receiver ? receiver.arm() : session.listen()),
  stop: () => session.stop(),
  reload: () => location.reload(),
  setVolume(volume) {
    audio.volume = volume;
    store.setState({ volume });
  },
  speak(language) {
    kept.language = language;
    void speak(language);
  },
  choose(choices) {
    kept.keepChoices(choices);
    session.choose(choices);
    store.setState({ choices: { ...store.getState().choices, ...choices } });
  },
  answer(offer, taken) {
    store.setState({ answered: [...store.getState().answered, offer] });
    if (offer === 'pocket') kept.keepAnswered('pocket');
    if (taken) actions.choose(offer === 'pocket' ? { pocket: true } : { rendition: 'saver' });
  },
  enterCode: (code) => session.enterCode(code),
  copyLink: () => void copyLink(location.href).then((copied) => store.setState({ copied })),
  endReceiver() {
    receiver?.disarm();
    location.assign(location.pathname);
  },
  readLevel: () => session.level(),
};

drawPage(parts.screenOf(data.mode));
// A tap from before this script is as good as one now.
if (takeOver(document)) actions.listen();
lockScreen();
watchPage({ onWake: wake, onLeave: leave });
session.start();
// While the person reads; an offer that comes first waits for it, and asks again when it fails.
loadPeer().catch(() => undefined);
receiver?.start();
if (data.mode === 'receiver') renewByItself();

/** What the session says is shown at once. */
function follow(state: ListenerState): void {
  const { first, session: before } = store.getState();
  store.setState({ session: state, first: first && state.name === before.name });
}

/** First what stands there already, then what only this device knows. */
function drawPage(screen: Screen): void {
  const root = find('#page', HTMLElement);
  const draw = (): void => render(<View page={store.getState()} actions={actions} screen={screen} />, root);
  draw();
  store.subscribe(draw);
  store.setState({
    scripted: true,
    volume: audio.canSetVolume() ? audio.volume : null,
    choices: kept.choices(defaultChoices),
    answered: kept.wasAnswered('pocket') ? ['pocket'] : [],
    android: navigator.userAgent.includes('Android'),
    inApp: inAppBrowser(navigator.userAgent),
  });
  const language = turnedTo(document) ?? kept.language;
  if (language !== null) void speak(language);
}

/** The page stays in the language that it has until the words of the other one are there. */
async function speak(language: PageLanguage): Promise<void> {
  wanted = language;
  try {
    const texts = language === data.language ? data.texts : await loadTexts(language);
    if (wanted === language) store.setState({ language, texts, languageFailed: false });
  } catch {
    if (wanted === language) store.setState({ languageFailed: true });
  }
  turn(store.getState().language);
  showWords(document);
}

/** The root is in the language of the words. */
function turn(language: PageLanguage): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}

function asReceiver(slug: string): Receiver | null {
  if (!parts.receiver) return null;
  const { Receiver, browserScreen } = parts.receiver;
  return new Receiver({
    clock: browserClock,
    wallNowMs: Date.now,
    memory: kept.receiver(slug),
    screen: browserScreen(),
    listen: () => session.listen(),
    stop: () => session.stop(),
    onFacts: (facts) => store.setState({ receiver: facts }),
  });
}

/** Nobody stands by to press *Reload*. */
function renewByItself(): void {
  if (!parts.receiver) return;
  const renewal = new parts.receiver.Renewal({
    clock: browserClock,
    wallNowMs: Date.now,
    memory: kept.renewal,
    reload: () => location.reload(),
  });
  store.subscribe(({ session: state }) => renewal.follow(state));
  renewal.follow(store.getState().session);
}

function lockScreen(): void {
  const show = showOnLockScreen({
    station: station?.name ?? 'Mauzin',
    listen: actions.listen,
    // A loudspeaker that is switched off presses *Pause*, too: what hangs on a wall is ended on its own screen only.
    stop: receiver ? null : actions.stop,
  });
  store.subscribe(({ session: state }) => show(state));
}

async function loadPeer(): Promise<CreatePeer<MediaStream>> {
  return (await import('./edge/peer.ts')).createPeer;
}

function wake(networkChanged: boolean): void {
  session.wake(networkChanged);
  receiver?.wake();
}

function leave(): void {
  receiver?.close();
  session.close();
}

/** The code that came with the link (from the mosque's poster); from now on it is not seen in the address. */
function takeCodeOfLink(): string | null {
  const code = accessCodeIn(location.hash);
  if (code !== null) history.replaceState(null, '', location.pathname + location.search);
  return code;
}

/** Null: it was wrong. An old poster's wrong code does not make the phone forget the right one. */
function keepCode({ slug }: Station, code: string | null): void {
  const isOther = linkedCode !== null && kept.code(slug) !== linkedCode;
  if (code !== null || !isOther) kept.keepCode(slug, code);
}

function find<T extends Element>(selector: string, kind: new () => T): T {
  const element = document.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${selector}`);
}
