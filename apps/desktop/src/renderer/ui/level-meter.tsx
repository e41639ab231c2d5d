import { stripTexts } from '@mauzin/desktop-contract';
import { type ReactNode, useRef, useState } from 'react';

import { formatDb } from '../numbers.ts';
import { meterFloorDbfs } from './ballistics.ts';
import { barParts } from './level-bar.ts';
import { type MeterDisplay, useMeter } from './use-meter.ts';
import { useLanguage } from './use-window.ts';

export interface LevelMeterProps {
  readonly label: string;
  readonly read: () => MeterDisplay;
  /** Called four times a second, for words beside the meter. */
  readonly onSlow?: (reading: MeterDisplay) => void;
  readonly clearClip?: () => void;
  /** Beneath the bar: its scale. */
  readonly children?: ReactNode;
}

/** A horizontal level: RMS, peak, and a mark that stays when it was too loud. Runs from left to right in every language. */
export function LevelMeter({ children, clearClip, label, onSlow, read }: LevelMeterProps) {
  const peak = useRef<HTMLSpanElement>(null);
  const told = useRef<HTMLDivElement>(null);
  const [clipped, setClipped] = useState(false);
  const bar = useMeter(read, (reading) => {
    const level = formatDb(reading.peakDbfs, { silentAt: meterFloorDbfs });
    write(peak.current, level);
    if (told.current) {
      told.current.ariaValueNow = String(Math.max(meterFloorDbfs, Math.round(reading.rmsDbfs)));
      told.current.ariaValueText = `${formatDb(reading.rmsDbfs, { silentAt: meterFloorDbfs })} dBFS`;
    }
    setClipped(reading.clipped);
    onSlow?.(reading);
  });
  return (
    <div className="meter" dir="ltr" data-clipped={clipped}>
      <div className="meter-bar">
        <div ref={bar} className="level-meter" data-held="cool" aria-hidden="true">
          {barParts.map((part) => (
            <div key={part} className={part} />
          ))}
        </div>
        <div
          ref={told}
          className="visually-hidden"
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- each new value of a meter element lays the page out anew
          role="meter"
          aria-label={label}
          aria-valuenow={meterFloorDbfs}
          aria-valuemin={meterFloorDbfs}
          aria-valuemax={0}
        />
        {children}
      </div>
      {clipped && clearClip ? (
        <ClipMark label={label} clear={clearClip} />
      ) : (
        <span ref={peak} className="meter-peak" aria-hidden="true" />
      )}
    </div>
  );
}

function ClipMark({ clear, label }: { readonly clear: () => void; readonly label: string }) {
  const texts = stripTexts[useLanguage()];
  return (
    <button
      type="button"
      className="clip"
      aria-label={`${texts.clip}: ${label}. ${texts.clearClip}`}
      onClick={clear}
    >
      {texts.clip}
    </button>
  );
}

/** Writes a text only when it is another one, so that nothing is laid out anew for nothing. */
export function write(element: HTMLElement | null, text: string): void {
  if (!element || element.textContent === text) return;
  // Another text in the same node is cheaper than another node.
  if (element.firstChild instanceof Text) element.firstChild.data = text;
  else element.textContent = text;
}
