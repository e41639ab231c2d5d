import type { PageTexts } from '@mauzin/shared';
import { useState } from 'preact/hooks';

import { type InAppBrowser, intentLink } from '../edge/in-app-browser.ts';
import type { PageActions } from './actions.ts';

export interface InAppBandProps {
  readonly browser: InAppBrowser;
  readonly texts: PageTexts;
  readonly copyLink: PageActions['copyLink'];
}

/** Inside another app: why its browser will not do, and the way to the real one. */
export function InAppBand({ browser, texts, copyLink }: InAppBandProps) {
  const { reason, open } = texts.listener.inApp;
  return (
    <aside className="band">
      <p>{reason}</p>
      {browser.system === 'android' ? (
        <a className="small small-main" href={intentLink(location)}>
          {open}
        </a>
      ) : (
        <CopyLink texts={texts} copyLink={copyLink} />
      )}
    </aside>
  );
}

function CopyLink({ texts, copyLink }: Omit<InAppBandProps, 'browser'>) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  const { menu, copy, copied, copyFailed } = texts.listener.inApp;
  const run = async (): Promise<void> => setOutcome((await copyLink()) ? 'copied' : 'failed');
  const told = { none: menu, copied, failed: copyFailed }[outcome];
  return (
    <>
      <output>{told}</output>
      {outcome === 'failed' && (
        <p className="link" dir="ltr">
          {location.href}
        </p>
      )}
      <button type="button" className="small small-main" onClick={() => void run()}>
        {copy}
      </button>
    </>
  );
}
