import { fill } from '@mauzin/desktop-contract';
import { type ChangeEvent, useEffect, useId, useState } from 'react';

import type { DeviceInfo } from '../../core/devices/devices.ts';
import { openByKey } from '../open-by-key.ts';
import { findOutput, outputOptions } from './outputs.ts';
import { useSettingsTexts } from './use-settings-texts.ts';
import { useWindow } from '../use-window.ts';
import { useSettings } from './use-settings.ts';

/** On which output the mix is heard at this computer. */
export function MonitorChoice() {
  const id = useId();
  const { change, desktop } = useSettings();
  const { off, sound: texts } = useSettingsTexts();
  const devices = useDevices();
  const silenced = useWindow(({ studio }) => studio.silenced);
  const { monitor } = desktop.settings.sound;
  const options = outputOptions(devices, monitor);
  const chosen = monitor === null ? undefined : findOutput(options, monitor);
  const choose = (event: ChangeEvent<HTMLSelectElement>): void => {
    const found = options.find(({ output }) => output.deviceId === event.target.value);
    void change('sound', (was) => ({ ...was, monitor: found?.output ?? null }));
  };
  return (
    <div className="settings-row field">
      <label htmlFor={id}>{texts.monitor.name}</label>
      <span className="settings-hint" id={`${id}hint`}>
        {monitor !== null && silenced.monitor ? texts.monitorSilent : texts.monitor.hint}
      </span>
      <select
        id={id}
        onKeyDown={openByKey}
        aria-describedby={`${id}hint`}
        value={chosen?.output.deviceId ?? ''}
        onChange={choose}
      >
        <option value="">{off}</option>
        {options.map(({ away, output }) => (
          <option key={output.deviceId} value={output.deviceId}>
            {away ? fill(texts.awayOutput, { name: output.label }) : output.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The devices of now, looked at anew whenever one comes or goes. */
function useDevices(): readonly DeviceInfo[] {
  const [devices, setDevices] = useState<readonly DeviceInfo[]>([]);
  useEffect(() => {
    let gone = false;
    const look = async (): Promise<void> => {
      const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
      if (!gone) setDevices(found);
    };
    const changed = (): void => void look();
    changed();
    navigator.mediaDevices.addEventListener('devicechange', changed);
    return () => {
      gone = true;
      navigator.mediaDevices.removeEventListener('devicechange', changed);
    };
  }, []);
  return devices;
}
