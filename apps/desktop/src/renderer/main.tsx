import type { DesktopBridge, DesktopState } from '@mauzin/desktop-contract';
import { createRoot } from 'react-dom/client';

import { openStudio } from './core/open-studio.ts';
import { createWindowStore } from './store.ts';
import { App } from './ui/app.tsx';
import { drawWhileSeen } from './ui/frames.ts';
import { closeWithLock } from './ui/lock/close-with-lock.ts';
import { WindowContext } from './ui/use-window.ts';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly mauzin: DesktopBridge;
  }
}

const bridge = window.mauzin;
const store = createWindowStore();
const { audition, mixer, sentinel, studio } = openStudio(bridge, (state) =>
  store.setState({ studio: state }),
);
store.subscribe((now, before) => {
  if (!now.desktop || now.desktop === before.desktop) return;
  drawWhileSeen(now.desktop.windowSeen);
  studio.follow(now.desktop);
  sentinel.follow(now.desktop.engine);
});

/** A question whether to stop is over once nobody wants to be on the air. */
const show = (desktop: DesktopState): void =>
  store.setState(({ askingToStop }) => ({ desktop, askingToStop: askingToStop && desktop.wantsLive }));

// What is recorded before macOS' question is answered stays silent afterwards.
if (navigator.userAgent.includes('Macintosh')) window.addEventListener('focus', () => studio.regained());
closeWithLock(store);
bridge.on('state', show);
bridge.on('mix-signal', (signal) => studio.receiveMixSignal(signal));
bridge.on('sentinel-signal', (signal) => sentinel.receive(signal));
bridge.on('ask-to-stop', () => store.setState({ page: 'air', askingToStop: true }));
// A push sent while this page was loading is missed, so the state is pulled as well.
void bridge.call('get-state', undefined).then(show);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <WindowContext value={{ bridge, mixer, store, studio, audition }}>
      <App />
    </WindowContext>,
  );
}
