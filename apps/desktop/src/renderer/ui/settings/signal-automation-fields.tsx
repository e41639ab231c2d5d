import type { AutomationSettings } from '@mauzin/desktop-contract';

import { LevelSlider } from './level-slider.tsx';
import { fieldLimits } from './field-limits.ts';
import { NumberField } from './number-field.tsx';
import type { Written } from './settings-writer.ts';
import { Switch } from './switch.tsx';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

/** Going live when there is sound, and stopping after silence. */
export function SignalAutomationFields() {
  const { change, desktop } = useSettings();
  const { goingLive: texts } = useSettingsTexts();
  const { signal } = desktop.settings.automation;
  const set = (part: Partial<AutomationSettings['signal']>): Promise<Written> =>
    change('automation', (was) => ({ ...was, signal: { ...was.signal, ...part } }));
  return (
    <>
      <Switch {...texts.signal} on={signal.on} onSwitch={(on) => void set({ on })} />
      {signal.on && (
        <>
          <LevelSlider
            label={texts.above}
            value={signal.aboveDbfs}
            {...fieldLimits.signalAboveDbfs}
            save={(aboveDbfs) => set({ aboveDbfs })}
          />
          <NumberField
            label={texts.startAfter}
            unit="second"
            value={signal.startAfterS}
            {...fieldLimits.signalStartAfterS}
            save={(startAfterS) => set({ startAfterS })}
          />
          <NumberField
            label={texts.stopAfter}
            unit="minute"
            value={signal.stopAfterS / 60}
            {...fieldLimits.signalStopAfterMin}
            save={(minutes) => set({ stopAfterS: minutes * 60 })}
          />
        </>
      )}
    </>
  );
}
