import { useEffect, useState } from 'react';

import { QrCode } from './qr-code.tsx';
import { useParts, useTexts } from './use-window.ts';

const copiedForMs = 2_000;

/** Where listeners go. */
export function LinkPanel({ link }: { readonly link: string | null }) {
  const { bridge } = useParts();
  const texts = useTexts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  if (link === null) return <section className="link-panel">{texts.linkSoon}</section>;
  const copy = (): void => void bridge.call('copy-link', undefined).then(() => setCopied(true));
  return (
    <section className="link-panel" aria-label={texts.link}>
      <QrCode text={link} label={texts.qrCode} />
      <div>
        <p className="caption">{texts.link}</p>
        <p className="link" dir="ltr">
          {link}
        </p>
        <div className="buttons">
          <button type="button" className="plain" onClick={copy}>
            {copied ? texts.button.copied : texts.button.copy}
          </button>
          <button type="button" className="plain" onClick={() => void bridge.call('open-link', undefined)}>
            {texts.button.open}
          </button>
        </div>
      </div>
    </section>
  );
}
