import { lostDeviceFallbacks } from '@mauzin/desktop-contract';
import { opusPresetNames } from '@mauzin/shared';

import { optionOf, RadioGroup } from './radio-group.tsx';
import { MonitorChoice } from './monitor-choice.tsx';
import { Section } from './section.tsx';
import { Switch } from './switch.tsx';
import { useWindow } from '../use-window.ts';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export function SoundGroup() {
  const { change, desktop } = useSettings();
  const { group, sound: texts } = useSettingsTexts();
  const { preset, sound } = desktop.settings;
  const { tone } = useWindow(({ studio }) => studio.silenced);
  return (
    <>
      <RadioGroup
        legend={texts.quality}
        options={opusPresetNames.map((value) => ({ value, name: texts.preset[value] }))}
        value={preset}
        onChoose={(value) => void change('preset', () => value)}
      />
      <RadioGroup
        legend={texts.whenLost}
        options={lostDeviceFallbacks.map((value) => optionOf(value, texts.lost[value]))}
        value={sound.whenLost}
        onChoose={(whenLost) => void change('sound', (was) => ({ ...was, whenLost }))}
      />
      <Section untitled title={group.sound}>
        <Switch
          {...texts.limiter}
          on={sound.limiter}
          onSwitch={(limiter) => void change('sound', (was) => ({ ...was, limiter }))}
        />
        <Switch
          name={texts.alarmTone.name}
          hint={tone ? texts.alarmToneSilent : texts.alarmTone.hint}
          on={sound.alarmTone}
          onSwitch={(alarmTone) => void change('sound', (was) => ({ ...was, alarmTone }))}
        />
        <MonitorChoice />
      </Section>
    </>
  );
}
