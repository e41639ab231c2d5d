import type { DesktopBridge } from '@mauzin/shared';
import { createRoot } from 'react-dom/client';

import { openStudio } from './core/open-studio.ts';
import { createWindowStore } from './store.ts';
import { App } from './ui/app.tsx';
import { WindowContext } from './ui/use-window.ts';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly mauzin: DesktopBridge;
  }
}

const bridge = window.mauzin;
const store = createWindowStore();
const { mixer, studio } = openStudio(bridge, (state) => store.setState({ studio: state }));
store.subscribe((now, before) => {
  if (now.desktop && now.desktop !== before.desktop) studio.follow(now.desktop);
});

bridge.on('state', (desktop) => store.setState({ desktop }));
bridge.on('mix-signal', (signal) => studio.receiveMixSignal(signal));
// A push sent while this page was loading is missed, so the state is pulled as well.
void bridge.call('get-state', undefined).then((desktop) => store.setState({ desktop }));

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <WindowContext value={{ bridge, mixer, store, studio }}>
      <App />
    </WindowContext>,
  );
}
