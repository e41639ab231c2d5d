import { airTexts, fill } from '@mauzin/desktop-contract';
import { useRef } from 'react';

import { formatNumber } from '../numbers.ts';
import { shareOf } from './ballistics.ts';
import { scaleMarks } from './level-bar.ts';
import { LevelMeter, write } from './level-meter.tsx';
import { useLanguage, useParts, useTexts } from './use-window.ts';

/** Below this there is nothing whose loudness could be told, LUFS (the absolute gate of ITU-R BS.1770). */
const quietLufs = -70;
/** A limiter that takes away less than this does nothing that one hears, dB. */
const leastReductionDb = 0.5;
/** How long the limiter's word stays: long enough to be read, ms. */
const limiterShownMs = 1_500;

/** What goes out: its level, how loud that is to an ear, and the limiter when it works. */
export function MixMeter() {
  const { mixer } = useParts();
  const language = useLanguage();
  const texts = airTexts[language];
  const mixLevel = useTexts().mixLevel;
  const meter = useRef<HTMLDivElement>(null);
  const loudness = useRef<HTMLSpanElement>(null);
  const limiter = useRef<HTMLSpanElement>(null);
  const limited = useRef({ atMs: Number.NEGATIVE_INFINITY, byDb: 0 });

  const showWords = (): void => {
    const { reductionDb, shortTermLufs } = mixer.master;
    const level = shortTermLufs > quietLufs ? formatNumber(language, shortTermLufs, 1) : '−∞';
    write(loudness.current, `${level} LUFS`);
    const nowMs = performance.now();
    if (reductionDb >= leastReductionDb) limited.current = { atMs: nowMs, byDb: reductionDb };
    const shown = nowMs - limited.current.atMs < limiterShownMs;
    const byDb = `−${formatNumber(language, Math.max(1, limited.current.byDb))}`;
    const missing = mixer.limiterState === 'missing';
    const words = shown ? fill(texts.limiter, { level: byDb }) : '';
    write(limiter.current, missing ? texts.limiterMissing : words);
    if (meter.current) meter.current.dataset['limiting'] = missing ? 'missing' : String(shown);
  };

  return (
    <div ref={meter} className="master-meter" data-limiting="false">
      <LevelMeter
        label={mixLevel}
        read={() => mixer.master}
        onSlow={showWords}
        clearClip={() => mixer.clearClip('master')}
      >
        <Scale />
      </LevelMeter>
      <div className="master-words">
        <span ref={limiter} className="limiter" />
        <span ref={loudness} className="loudness" title={texts.loudness} />
      </div>
    </div>
  );
}

const Scale = () => (
  <div className="scale" aria-hidden="true">
    {[...scaleMarks, 0].map((mark) => (
      <span key={mark} style={{ left: `${shareOf(mark) * 100}%` }}>
        {mark === 0 ? '0' : `−${Math.abs(mark)}`}
      </span>
    ))}
  </div>
);
