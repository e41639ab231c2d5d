import { useEffect, useId, useRef, useState } from 'react';

import { formatPlain } from '../../numbers.ts';
import { onFrame } from '../frames.ts';
import { useLanguage, useParts } from '../use-window.ts';
import type { Written } from './settings-writer.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export interface LevelSliderProps {
  readonly label: string;
  /** dBFS, as it is saved. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly save: (levelDbfs: number) => Promise<Written>;
}

/** A level to compare the mix with, and the mix's level of now on the same scale: it can be seen whether the two fit. */
export function LevelSlider({ label, max, min, save, value }: LevelSliderProps) {
  const language = useLanguage();
  const texts = useSettingsTexts();
  const id = useId();
  const slider = useRef<HTMLInputElement>(null);
  const [moved, setMoved] = useState<number | null>(null);
  const shown = `${formatPlain(language, moved ?? value)} dBFS`;
  useSettled(slider, (level) => {
    void save(level).then(() => setMoved(null));
  });
  return (
    <div className="settings-row level-slider">
      <span className="settings-line">
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id} dir="ltr">
          {shown}
        </output>
      </span>
      <div dir="ltr">
        <input
          ref={slider}
          id={id}
          type="range"
          min={min}
          max={max}
          step={1}
          value={moved ?? value}
          aria-valuetext={shown}
          onChange={(event) => setMoved(event.target.valueAsNumber)}
        />
        <LevelNow min={min} max={max} />
      </div>
      <span className="level-caption" aria-hidden="true">
        {texts.levelNow}
      </span>
    </div>
  );
}

/** Calls when a slider has come to rest: the browser's own `change`, which React's is not. */
function useSettled(
  slider: React.RefObject<HTMLInputElement | null>,
  settled: (value: number) => void,
): void {
  const latest = useRef(settled);
  useEffect(() => {
    latest.current = settled;
  });
  useEffect(() => {
    const input = slider.current;
    const changed = (): void => latest.current(input?.valueAsNumber ?? 0);
    input?.addEventListener('change', changed);
    return () => input?.removeEventListener('change', changed);
  }, [slider]);
}

/** The mix's level, drawn at each frame without touching React's state. */
function LevelNow({ max, min }: { readonly min: number; readonly max: number }) {
  const { mixer } = useParts();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      onFrame(() => {
        const share = Math.min(1, Math.max(0, (mixer.master.rmsDbfs - min) / (max - min)));
        bar.current?.style.setProperty('transform', `scaleX(${share.toFixed(3)})`);
      }),
    [max, min, mixer],
  );
  return (
    <div className="level-now" aria-hidden="true">
      <div ref={bar} />
    </div>
  );
}
