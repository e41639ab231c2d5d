import type { Saved } from '@mauzin/desktop-contract';
import { invitation } from '@mauzin/shared';
import { useEffect, useState } from 'react';

import { QrCode } from './qr-code.tsx';
import { useParts, useTexts } from './use-window.ts';

interface LinkPanelProps {
  readonly link: string | null;
  /** The access code that the QR code carries; null: none. */
  readonly code: string | null;
  readonly locked: boolean;
}

/** Where listeners go. */
export function LinkPanel({ code, link, locked }: LinkPanelProps) {
  const texts = useTexts();
  if (link === null) return <section className="link-panel">{texts.linkSoon}</section>;
  return (
    <section className="link-panel" aria-label={texts.link}>
      <QrCode text={invitation(link, code)} label={texts.qrCode} />
      <div>
        <p className="caption">{texts.link}</p>
        <p className="link" dir="ltr" title={link}>
          {link}
        </p>
        <LinkButtons locked={locked} />
      </div>
    </section>
  );
}

/** How long a button says what it did, ms. */
const saidForMs = 4_000;

function LinkButtons({ locked }: { readonly locked: boolean }) {
  const { bridge } = useParts();
  const { button } = useTexts();
  const [copied, setCopied] = useNote<boolean>(saidForMs);
  const [poster, setPoster] = useNote<Saved['name']>(saidForMs);
  const copy = (): void => void bridge.call('copy-link', undefined).then(() => setCopied(true));
  const savePoster = (): void =>
    void bridge.call('save-poster', undefined).then(
      ({ name }) => setPoster(name),
      () => setPoster('failed'),
    );
  const said = poster === 'saved' ? button.posterSaved : poster === 'failed' ? button.posterFailed : null;
  return (
    <div className="buttons">
      <button type="button" className="plain" onClick={copy}>
        {copied ? button.copied : button.copy}
      </button>
      <button type="button" className="plain" onClick={() => void bridge.call('open-link', undefined)}>
        {button.open}
      </button>
      {!locked && (
        <button type="button" className={`plain poster ${poster ?? ''}`} onClick={savePoster}>
          {said ?? button.poster}
        </button>
      )}
      <output className="visually-hidden">{said ?? (copied ? button.copied : '')}</output>
    </div>
  );
}

/** Something that is said for a while. */
function useNote<T>(forMs: number): [T | null, (note: T) => void] {
  const [note, setNote] = useState<{ readonly value: T } | null>(null);
  useEffect(() => {
    if (!note) return undefined;
    const timer = setTimeout(() => setNote(null), forMs);
    return () => clearTimeout(timer);
  }, [note, forMs]);
  return [note?.value ?? null, (value) => setNote({ value })];
}
