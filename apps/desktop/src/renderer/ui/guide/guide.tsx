import { type DesktopState, fill, guideTexts } from '@mauzin/desktop-contract';
import { languageNames, languages } from '@mauzin/shared';
import { useState } from 'react';

import { openByKey } from '../open-by-key.ts';
import { Star } from '../star.tsx';
import { useLanguage, useParts } from '../use-window.ts';
import { DeviceStep } from './device-step.tsx';
import { NameStep } from './name-step.tsx';
import { PhoneStep } from './phone-step.tsx';

const steps = ['name', 'device', 'phone'] as const;

/** The first run: what the mosque is called, where the sound comes from, and one phone that hears it. */
export function Guide({ desktop }: { readonly desktop: DesktopState }) {
  const { bridge } = useParts();
  const texts = guideTexts[useLanguage()];
  const [at, setAt] = useState(0);
  const step = steps[at] ?? 'name';
  /** The test ends with the guide, unless the person chose to stay on the air. */
  const finish = (stayLive: boolean): void => {
    if (!stayLive) void bridge.call('set-live', false);
    void bridge.call('change-settings', { guideDone: true });
  };
  return (
    <div className="guide" data-step={step}>
      <header>
        <Star className="logo" />
        <h1>{texts.title}</h1>
        <LanguageChoice />
        <button type="button" className="quiet" onClick={() => finish(false)}>
          {texts.later}
        </button>
      </header>
      <p className="guide-progress">{fill(texts.progress, { step: at + 1, of: steps.length })}</p>
      {step === 'name' && <NameStep desktop={desktop} onDone={() => setAt(1)} />}
      {step === 'device' && <DeviceStep onBack={() => setAt(0)} onDone={() => setAt(2)} />}
      {step === 'phone' && <PhoneStep desktop={desktop} onBack={() => setAt(1)} finish={finish} />}
    </div>
  );
}

function LanguageChoice() {
  const { bridge } = useParts();
  const language = useLanguage();
  const texts = guideTexts[language];
  return (
    <select
      onKeyDown={openByKey}
      aria-label={texts.language}
      value={language}
      onChange={({ target }) => {
        const chosen = languages.find((each) => each === target.value);
        if (chosen) void bridge.call('change-settings', { language: chosen });
      }}
    >
      {languages.map((each) => (
        <option key={each} value={each} lang={each}>
          {languageNames[each]}
        </option>
      ))}
    </select>
  );
}
