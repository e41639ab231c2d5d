import { callSchemas } from '@mauzin/desktop-contract';
import { parseValue } from '@mauzin/shared';
import { useState } from 'react';

import { useAskMain } from '../lock/use-ask-main.ts';
import { LevelSlider } from './level-slider.tsx';
import { fieldLimits } from './field-limits.ts';
import { NumberField } from './number-field.tsx';
import { Section } from './section.tsx';
import type { Written } from './settings-writer.ts';
import { TextField } from './text-field.tsx';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';
import { webAddress } from './web-address.ts';

/** When silence on the air is an alarm, and who is told. */
export function DeadAirSection() {
  const { change, desktop } = useSettings();
  const { goingLive: texts } = useSettingsTexts();
  const { afterS, belowDbfs } = desktop.settings.deadAir;
  return (
    <Section title={texts.deadAir.name} hint={texts.deadAir.hint}>
      <LevelSlider
        label={texts.below}
        value={belowDbfs}
        {...fieldLimits.deadAirBelowDbfs}
        save={(level) => change('deadAir', (was) => ({ ...was, belowDbfs: level }))}
      />
      <NumberField
        label={texts.after}
        unit="second"
        value={afterS}
        {...fieldLimits.deadAirAfterS}
        save={(seconds) => change('deadAir', (was) => ({ ...was, afterS: seconds }))}
      />
      <Webhook />
    </Section>
  );
}

type Trial = 'none' | 'trying' | 'answered' | 'noAnswer';

function Webhook() {
  const { change, desktop } = useSettings();
  const { button, goingLive: texts, problem } = useSettingsTexts();
  const ask = useAskMain();
  const [trial, setTrial] = useState<Trial>('none');
  const save = (typed: string): Promise<Written> | string => {
    setTrial('none');
    const webhook = typed === '' ? null : addressOf(typed);
    if (webhook === undefined) return problem.address;
    return change('deadAir', (was) => ({ ...was, webhook }));
  };
  const tryOut = async (address: string): Promise<void> => {
    if (trial === 'trying') return;
    setTrial('trying');
    const answer = await ask(({ call }) => call('test-webhook', address));
    setTrial(answer.ok && answer.value ? 'answered' : 'noAnswer');
  };
  const tryButton = (typed: string) => {
    const address = addressOf(typed);
    return (
      <button
        type="button"
        className="plain"
        disabled={address === undefined}
        onClick={() => address !== undefined && void tryOut(address)}
      >
        {button.tryIt}
      </button>
    );
  };
  return (
    <>
      <TextField
        label={texts.webhook.name}
        hint={texts.webhook.hint}
        dir="ltr"
        inputMode="url"
        maxLength={500}
        placeholder="https://"
        value={desktop.settings.deadAir.webhook ?? ''}
        save={save}
        renderAfter={tryButton}
      />
      <output className={`settings-trial ${trial}`}>{trial !== 'none' && texts[trial]}</output>
    </>
  );
}

/** The address that somebody means; undefined when it is none. */
function addressOf(typed: string): string | undefined {
  const parsed = parseValue(callSchemas['test-webhook'], webAddress(typed));
  return parsed.ok ? parsed.value : undefined;
}
