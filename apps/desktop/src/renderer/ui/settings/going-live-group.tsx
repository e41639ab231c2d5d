import { DeadAirSection } from './dead-air-section.tsx';
import { Section } from './section.tsx';
import { ShortcutField } from './shortcut-field.tsx';
import { SignalAutomationFields } from './signal-automation-fields.tsx';
import { Switch } from './switch.tsx';
import { useSettings } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export function GoingLiveGroup() {
  const { change, desktop } = useSettings();
  const { goingLive: texts, group } = useSettingsTexts();
  const { automation } = desktop.settings;
  return (
    <>
      <Section untitled title={group['going-live']}>
        <ShortcutField />
        <Switch
          {...texts.resume}
          on={automation.resumeAfterRestart}
          onSwitch={(resumeAfterRestart) =>
            void change('automation', (was) => ({ ...was, resumeAfterRestart }))
          }
        />
        <Switch
          name={texts.startAtLogin.name}
          hint={desktop.startAtLoginFailed ? texts.startAtLoginFailed : texts.startAtLogin.hint}
          failed={desktop.startAtLoginFailed}
          on={automation.startAtLogin}
          onSwitch={(startAtLogin) => void change('automation', (was) => ({ ...was, startAtLogin }))}
        />
        <SignalAutomationFields />
      </Section>
      <DeadAirSection />
    </>
  );
}
