/**
 * The page that people write with PeerJS: ready when the server has given it a name; a tap asks the broadcaster, who calls
 * back with the sound. It does what PeerJS offers against faults: it reconnects to the server, and asks again when a call
 * has ended.
 */
import { type DataConnection, type MediaConnection, Peer } from 'peerjs';

/** Milliseconds until the page asks again for a call that ended. */
const ASK_AGAIN_MS = 1000;

const main = document.querySelector('main');
const text = document.querySelector('#state');
const button = document.querySelector('button');
const audio = document.querySelector('audio');
const server = new URLSearchParams(location.search);
const broadcaster = 'broadcaster';

const peer = new Peer({
  host: location.hostname,
  port: Number(server.get('server')),
  path: '/',
  config: { iceServers: [] },
});
let asked: DataConnection | undefined;
let wanted = false;
let call: MediaConnection | undefined;

function show(state: string, words: string): void {
  if (main) main.dataset['state'] = state;
  if (text) text.textContent = words;
}

function ask(): void {
  asked?.close();
  asked = peer.connect(broadcaster);
  asked.on('error', askLater);
}

function askLater(): void {
  if (wanted) setTimeout(ask, ASK_AGAIN_MS);
}

peer.on('open', () => {
  if (button) button.disabled = false;
  if (!wanted) show('ready', 'On the air');
});
peer.on('disconnected', () => peer.reconnect());
peer.on('call', (next) => {
  call?.close();
  call = next;
  next.answer();
  next.on('stream', (stream) => {
    if (!audio) return;
    audio.srcObject = stream;
    void audio.play();
    show('playing', 'Playing');
  });
  next.on('close', () => {
    if (call === next) askLater();
  });
});
peer.on('error', () => show('ready', 'Something went wrong'));
button?.addEventListener('click', () => {
  wanted = true;
  ask();
});
