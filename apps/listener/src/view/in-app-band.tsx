import type { PageTexts } from '@mauzin/shared';

import { type InAppBrowser, intentLink } from '../edge/in-app-browser.ts';

export interface InAppBandProps {
  readonly browser: InAppBrowser;
  readonly texts: PageTexts;
  /** Null: not asked for yet. False: the browser refused. */
  readonly copied: boolean | null;
  readonly onCopy: () => void;
}

/** Inside another app: why its browser will not do, and the way to the real one. */
export function InAppBand({ browser, texts, copied, onCopy }: InAppBandProps) {
  const { reason, open } = texts.listener.inApp;
  return (
    <aside className="band">
      <p>{reason}</p>
      {browser.system === 'android' ? (
        <a className="small small-main" href={intentLink(location)}>
          {open}
        </a>
      ) : (
        <CopyLink texts={texts} copied={copied} onCopy={onCopy} />
      )}
    </aside>
  );
}

function CopyLink({ texts, copied, onCopy }: Omit<InAppBandProps, 'browser'>) {
  const { menu, copy, copied: done, copyFailed } = texts.listener.inApp;
  const told = copied === null ? menu : copied ? done : copyFailed;
  return (
    <>
      <output>{told}</output>
      {copied === false && (
        <p className="link" dir="ltr">
          {location.href}
        </p>
      )}
      <button type="button" className="small small-main" onClick={onCopy}>
        {copy}
      </button>
    </>
  );
}
