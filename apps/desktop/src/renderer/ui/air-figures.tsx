import { airTexts, type DesktopState, fill, type SentinelState } from '@mauzin/desktop-contract';

import { onAirMsOf } from '../air-words.ts';
import { formatNumber } from '../numbers.ts';
import { TimeOnAir } from './time-on-air.tsx';
import { useLanguage } from './use-window.ts';

/** How long, how many, and whether it arrives: a few quiet lines. */
export function AirFigures({ desktop }: { readonly desktop: DesktopState }) {
  const language = useLanguage();
  const texts = airTexts[language];
  const { audience, recording } = desktop.engine;
  const onAirMs = onAirMsOf(desktop.status);
  // That some hear badly says more than anything of how they listen.
  const { saver, weak } = audience.hearingBadly > 0 ? { saver: 0, weak: 0 } : audience;
  const count = (text: string, value: number): string => fill(text, { count: formatNumber(language, value) });
  if (onAirMs === null) {
    const waiting = audience.open > 0 && desktop.status.name !== 'stopping';
    return waiting ? <p className="facts">{count(texts.waiting, audience.open)}</p> : null;
  }
  return (
    <>
      <dl className="figures">
        <div>
          <dt>{texts.timeOnAir}</dt>
          <dd>
            <TimeOnAir key={onAirMs} onAirMs={onAirMs} />
          </dd>
        </div>
        <div>
          <dt>{texts.listeners}</dt>
          <dd>
            {formatNumber(language, audience.hearing)}
            {audience.peak > 0 && <small>{count(texts.peak, audience.peak)}</small>}
          </dd>
        </div>
      </dl>
      <div className="lines">
        <Sentinel sentinel={seenElsewhere(desktop)} />
        <ul className="facts">
          {audience.hearing > 0 && <li>{count(texts.direct, audience.direct)}</li>}
          {audience.overHttp > 0 && <li>{count(texts.overHttp, audience.overHttp)}</li>}
          {audience.relayed > 0 && <li>{count(texts.relayed, audience.relayed)}</li>}
          {audience.hearingBadly > 0 && (
            <li className="attention">{count(texts.hearingBadly, audience.hearingBadly)}</li>
          )}
          {saver > 0 && <li>{count(texts.saver, saver)}</li>}
          {weak > 0 && <li>{count(texts.weak, weak)}</li>}
          {audience.uploadBps > 0 && <li>{count(texts.upload, audience.uploadBps / 1000)}</li>}
          {recording.name === 'on' && <li className="recording">{texts.recording}</li>}
        </ul>
      </div>
    </>
  );
}

/** What the app hears of itself, as a listener would. */
function Sentinel({ sentinel }: { readonly sentinel: SentinelState }) {
  const language = useLanguage();
  const texts = airTexts[language].sentinel;
  switch (sentinel.name) {
    case 'off':
      return null;
    case 'listening':
      return <p className="sentinel">{texts.listening}</p>;
    case 'heard': {
      const seconds = formatNumber(language, sentinel.behindMs / 1000, 1);
      const text = sentinel.by === 'relay' ? texts.heardElsewhere : texts.heard;
      return <p className="sentinel heard">{fill(text, { seconds })}</p>;
    }
    case 'not-heard':
      return (
        <p className="sentinel not-heard">
          {sentinel.by === 'relay' ? texts.notHeardElsewhere : texts.notHeard}
        </p>
      );
  }
}

/** That listeners hear is said only while all do: the ear may be on the way that works. */
function seenElsewhere({ engine, sentinel, status }: DesktopState): SentinelState {
  if (sentinel.name !== 'heard' || engine.audience.unheard === 0) return sentinel;
  const isKnown = status.name === 'degraded' && status.degraded.part === 'path';
  return isKnown ? { name: 'not-heard', forMs: 0, by: 'relay' } : { name: 'listening' };
}
