import type { DesktopState } from '@mauzin/shared';
import { useState } from 'react';

import { type ScreenState, screenState } from '../screen-state.ts';
import { LevelMeter } from './level-meter.tsx';
import { LevelStar } from './star.tsx';
import { StateIcon } from './state-icon.tsx';
import { TimeOnAir } from './time-on-air.tsx';
import { useParts, useTexts, useWindow } from './use-window.ts';

/** What is happening, the one button, and whether it really works. */
export function AirPanel({ desktop }: { readonly desktop: DesktopState }) {
  const { mixer } = useParts();
  const texts = useTexts();
  const studio = useWindow((state) => state.studio);
  const state = screenState(desktop, studio);
  const { air, audience } = desktop.engine;
  const onAirMs = air.name === 'live' ? air.onAirMs : null;
  const noSource = studio.sources.length === 0;
  const measure = (): number => mixer.master.rmsDbfs;
  return (
    <section className={`air-panel ${state}`}>
      <div className="state">
        <LevelStar measure={measure}>
          <StateIcon state={state} />
        </LevelStar>
        <div>
          <output className="state-word">{texts.state[state]}</output>
          <p className="hint">{noSource ? texts.hint.noSource : hintOf(state, texts.hint)}</p>
        </div>
      </div>
      <AirButton key={String(desktop.wantsLive)} wantsLive={desktop.wantsLive} noSource={noSource} />
      <LevelMeter label={texts.mixLevel} measure={measure} />
      <dl className="figures">
        <div>
          <dt>{texts.timeOnAir}</dt>
          <dd>
            <TimeOnAir key={onAirMs} onAirMs={onAirMs} />
          </dd>
        </div>
        <div>
          <dt>{texts.listeners}</dt>
          <dd>{audience.hearing}</dd>
        </div>
      </dl>
    </section>
  );
}

const hintOf = (state: ScreenState, hints: Record<Exclude<ScreenState, 'failed'>, string>): string =>
  state === 'failed' ? '' : hints[state];

function AirButton({ noSource, wantsLive }: { readonly noSource: boolean; readonly wantsLive: boolean }) {
  const { bridge } = useParts();
  const texts = useTexts();
  const [asking, setAsking] = useState(false);
  const setLive = (live: boolean): void => void bridge.call('set-live', live);
  if (!wantsLive) {
    return (
      <button type="button" className="air-button go" disabled={noSource} onClick={() => setLive(true)}>
        {texts.button.goLive}
      </button>
    );
  }
  if (!asking) {
    return (
      <button type="button" className="air-button stop" onClick={() => setAsking(true)}>
        {texts.button.stop}
      </button>
    );
  }
  return (
    <fieldset className="stop-question" aria-label={texts.stopQuestion}>
      <button type="button" className="air-button stop" onClick={() => setLive(false)}>
        {texts.button.stopNow}
      </button>
      <button type="button" className="air-button stay" onClick={() => setAsking(false)}>
        {texts.button.stay}
      </button>
    </fieldset>
  );
}
