import { type Mixer, openChromium, type Place, type Pulse } from '@mauzin/e2e';

import { bundle, callPage } from '../pages/bundle.ts';
import type { PeerJsStationCalls } from '../pages/peerjs-station.ts';
import { type Remote, startRemote } from '../remote.ts';
import { buildPeerJsPage } from './build-page.ts';
import type { PeerJsServerCalls } from './server-calls.ts';

const LOOPBACK = '127.0.0.1';

export interface PeerJs {
  /** Where listeners go. */
  readonly link: string;
  /** Puts an input device on the air, and keeps it there. */
  readonly broadcast: (mixer: Mixer) => Promise<void>;
}

/** The usual way, from the broadcaster's page to the listener's: built, served, and ready. */
export async function openPeerJs(
  pulse: Pulse,
  defer: (close: () => unknown) => void,
  place?: Place,
): Promise<PeerJs> {
  const page = await buildPeerJsPage();
  defer(() => page.remove());
  const server: Remote<PeerJsServerCalls, object> = startRemote(
    'peer server',
    new URL('server.ts', import.meta.url),
    place === undefined ? {} : { place },
  );
  defer(() => server.close());
  const { port, pagePort } = await server.call('open', page.dir);
  return {
    link: `http://${place?.address ?? LOOPBACK}:${pagePort}/?server=${port}`,
    async broadcast({ description }) {
      const program = place === undefined ? {} : { program: place.chromium };
      const studio = await openChromium({ pulse, mayCapture: true, autoplay: 'always', ...program });
      defer(() => studio.close());
      // From this machine itself: other pages may not capture, and may not reach it.
      await studio.page.goto(`http://${LOOPBACK}:${pagePort}/blank`);
      await studio.page.addScriptTag({ content: await bundle('peerjs-station.ts') });
      const from = { label: description, host: LOOPBACK, port };
      await callPage<PeerJsStationCalls, 'broadcast'>(studio.page, 'broadcast', from);
    },
  };
}
