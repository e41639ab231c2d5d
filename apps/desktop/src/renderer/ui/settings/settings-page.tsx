import type { DesktopState } from '@mauzin/desktop-contract';
import { type ComponentType, useMemo, useState } from 'react';

import { useAskMain } from '../lock/use-ask-main.ts';
import { useParts } from '../use-window.ts';
import { ComputerGroup } from './computer-group.tsx';
import { GoingLiveGroup } from './going-live-group.tsx';
import { GroupTabs, panelId, tabId } from './group-tabs.tsx';
import { firstGroup, type SettingsGroup } from './groups.ts';
import { ListenersGroup } from './listeners-group.tsx';
import { RecordingGroup } from './recording-group.tsx';
import { SettingsWriter, type Written } from './settings-writer.ts';
import { SoundGroup } from './sound-group.tsx';
import { useEscape } from './use-escape.ts';
import { type SettingsAccess, SettingsContext } from './use-settings.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

const groups: Record<SettingsGroup, ComponentType> = {
  sound: SoundGroup,
  'going-live': GoingLiveGroup,
  listeners: ListenersGroup,
  recording: RecordingGroup,
  computer: ComputerGroup,
};

/** A page of its own, grouped as people ask. Every change is saved as it is made. */
export function SettingsPage({ desktop }: { readonly desktop: DesktopState }) {
  const { store } = useParts();
  const texts = useSettingsTexts();
  const [group, setGroup] = useState(() => firstGroup(desktop));
  const { access, refused } = useAccess(desktop);
  useEscape(() => store.setState({ page: 'air' }));
  const Group = groups[group];
  return (
    <div className="settings-page">
      <GroupTabs group={group} onChoose={setGroup} />
      <div className="settings-panel" role="tabpanel" id={panelId} aria-labelledby={tabId(group)}>
        {refused && (
          <p className="settings-error" role="alert">
            {texts.problem.notSaved}
          </p>
        )}
        <SettingsContext value={access}>
          <Group key={group} />
        </SettingsContext>
      </div>
    </div>
  );
}

/** How settings are saved, and whether main refused the last change. */
function useAccess(desktop: DesktopState): { readonly access: SettingsAccess; readonly refused: boolean } {
  const { store } = useParts();
  const ask = useAskMain();
  const [refused, setRefused] = useState(false);
  const writer = useMemo(
    () =>
      new SettingsWriter({
        known: () => (store.getState().desktop ?? desktop).settings,
        send: async (change) => {
          const answer = await ask(async ({ call }) => {
            await call('change-settings', change);
            // Main tells its state a few times a second at most; the next change must not build on the state before this one.
            return await call('get-state', undefined);
          });
          if (answer.ok) store.setState({ desktop: answer.value });
          return answer.ok;
        },
      }),
    // The writer outlives each state that it is first made with.
    // oxlint-disable-next-line react/exhaustive-deps
    [ask, store],
  );
  const seen = (written: Written): Written => {
    setRefused(written === 'refused');
    return written;
  };
  const access: SettingsAccess = {
    desktop,
    change: async (part, change) => seen(await writer.change(part, change)),
    replace: async (change) => seen(await writer.replace(change)),
  };
  return { access, refused };
}
