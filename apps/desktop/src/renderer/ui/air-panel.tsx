import { airTexts, type AirStatus, type DesktopState } from '@mauzin/desktop-contract';
import { useId, useMemo } from 'react';

import { airHint } from '../air-words.ts';
import { AirButton } from './air-button.tsx';
import { AirFigures } from './air-figures.tsx';
import { MixMeter } from './mix-meter.tsx';
import { StarMeter } from './star.tsx';
import { StateIcon } from './state-icon.tsx';
import { useLanguage, useParts, useTexts, useWindow } from './use-window.ts';

/** What is happening, the one button, and whether it really works. */
export function AirPanel({ desktop }: { readonly desktop: DesktopState }) {
  const { mixer } = useParts();
  const { status, wantsLive } = desktop;
  const noSource = useWindow(({ studio }) => studio.sources.length === 0);
  const language = useLanguage();
  const { stopQuestion } = useTexts();
  const asking = useWindow(({ askingToStop }) => askingToStop) && wantsLive;
  const questionId = useId();
  const alarm = status.name === 'silent' && status.alarm ? ' alarm' : '';
  return (
    <section className={`air-panel ${status.name}${alarm}${asking ? ' asked' : ''}`}>
      <div className="air-now" role={status.name === 'failed' ? 'alert' : undefined}>
        <div className="state">
          <StarMeter measure={() => mixer.master.rmsDbfs}>
            <StateIcon state={status.name} />
          </StarMeter>
          <div className="state-says">
            <h2 className="state-word">{airTexts[language].word[status.name]}</h2>
            <p className="hint">{airHint(status, noSource, language)}</p>
            {asking && (
              <p id={questionId} className="stop-question">
                {stopQuestion}
              </p>
            )}
          </div>
        </div>
        <AirButton
          air={desktop.engine.air}
          status={status}
          wantsLive={wantsLive}
          noSource={noSource}
          questionId={questionId}
        />
      </div>
      <Announcement status={status} noSource={noSource} />
      <MixMeter />
      <AirFigures desktop={desktop} />
    </section>
  );
}

/** Says a new state to a screen reader, once: numbers in its sentence change without a word. */
function Announcement({ noSource, status }: { readonly status: AirStatus; readonly noSource: boolean }) {
  const language = useLanguage();
  const sentence = `${airTexts[language].word[status.name]}. ${airHint(status, noSource, language)}`;
  const what = sentence.replaceAll(/\d+/g, '');
  // oxlint-disable-next-line react/exhaustive-deps -- a new number alone is not announced
  const said = useMemo(() => sentence, [what]);
  return <output className="visually-hidden">{said}</output>;
}
