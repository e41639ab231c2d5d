import { type DesktopState, fill, guideTexts, type GuideTexts } from '@mauzin/desktop-contract';
import { invitation } from '@mauzin/shared';
import { useEffect, useState } from 'react';

import { formatNumber } from '../../numbers.ts';
import { QrCode } from '../qr-code.tsx';
import { useSettled } from '../use-settled.ts';
import { useLanguage, useParts, useTexts } from '../use-window.ts';
import { useStepFocus } from './use-step-focus.ts';

/** When no page is there after so long, ms, something keeps it away. */
const patienceMs = 30_000;

interface PhoneStepProps {
  readonly desktop: DesktopState;
  readonly onBack: () => void;
  readonly finish: (stayLive: boolean) => void;
}

/** On the air for a test: the person's own phone hears it, or the guide says what keeps the sound out. */
export function PhoneStep({ desktop, finish, onBack }: PhoneStepProps) {
  const { bridge } = useParts();
  const texts = guideTexts[useLanguage()];
  const { audience, link } = desktop.engine;
  const heard = useOnce(audience.hearing > 0);
  useEffect(() => void bridge.call('set-live', true), [bridge]);
  const title = useStepFocus<HTMLHeadingElement>();
  const back = (): void => {
    void bridge.call('set-live', false);
    onBack();
  };
  return (
    <section className="guide-step phone">
      <h2 ref={title} tabIndex={-1}>
        {heard ? texts.done.title : texts.phone.question}
      </h2>
      <div className="guide-phone">
        <Code link={link} code={desktop.carriedCode} />
        <div>
          <p className="caption">{heard ? texts.done.text : texts.phone.scan}</p>
          <PhoneState desktop={desktop} texts={texts.phone} />
        </div>
      </div>
      <Foot heard={heard} finish={finish} back={back} />
    </section>
  );
}

interface FootProps extends Pick<PhoneStepProps, 'finish'> {
  readonly heard: boolean;
  readonly back: () => void;
}

/**
 * Until a phone has heard, the way on is to stop for now: nobody is left on the air with a sound that may reach no one. The buttons change
 * when it hears, by themselves, so for a moment no press counts.
 */
function Foot({ back, finish, heard }: FootProps) {
  const texts = guideTexts[useLanguage()];
  const settled = useSettled(heard ? 'heard' : 'not-heard');
  const first = heard
    ? { label: texts.done.stop, act: () => finish(false) }
    : { label: texts.back, act: back };
  const second = heard
    ? { label: texts.done.stay, act: () => finish(true) }
    : { label: texts.done.stop, act: () => finish(false) };
  const button = (className: string, { act, label }: typeof first) => (
    <button
      type="button"
      className={className}
      aria-disabled={settled ? undefined : true}
      onClick={settled ? act : undefined}
    >
      {label}
    </button>
  );
  return (
    <div className="guide-foot">
      {button('plain', first)}
      {button('primary', second)}
    </div>
  );
}

function Code({ code, link }: { readonly code: string | null; readonly link: string | null }) {
  const texts = useTexts();
  if (link === null) return <p className="caption">{texts.linkSoon}</p>;
  return (
    <figure>
      <QrCode text={invitation(link, code)} label={texts.qrCode} />
      <figcaption className="link" dir="ltr">
        {link}
      </figcaption>
    </figure>
  );
}

interface PhoneStateProps {
  readonly desktop: DesktopState;
  readonly texts: GuideTexts['phone'];
}

function PhoneState({ desktop, texts }: PhoneStateProps) {
  const language = useLanguage();
  const { air, audience, notices } = desktop.engine;
  const late = useLate(patienceMs) && audience.open === 0;
  const kept = notices.some(({ name }) => name === 'firewall');
  return (
    <>
      <output className={`phone-state${audience.hearing > 0 ? ' heard' : ''}`}>
        {air.name === 'live'
          ? said(audience, texts, formatNumber(language, audience.hearing))
          : texts.starting}
      </output>
      {(late || kept) && (
        <p className="guide-note attention" role="alert">
          {late ? `${texts.sameWifi} ${texts.firewall}` : texts.firewall}
        </p>
      )}
    </>
  );
}

function said(
  { hearing, open }: { readonly hearing: number; readonly open: number },
  texts: GuideTexts['phone'],
  count: string,
): string {
  if (hearing === 1) return texts.heardOne;
  if (hearing > 1) return fill(texts.heard, { count });
  return open > 0 ? texts.open : texts.waiting;
}

/** True from the first time on that `now` was. */
function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(now);
  if (now && !once) setOnce(true);
  return once || now;
}

/** True after so long, ms. */
function useLate(afterMs: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return late;
}
