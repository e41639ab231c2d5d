import { type KeyboardEvent, useEffect, useRef } from 'react';

import { type SettingsGroup, settingsGroups } from './groups.ts';
import { useSettingsTexts } from './use-settings-texts.ts';

export const panelId = 'settings-panel';
export const tabId = (group: SettingsGroup): string => `settings-tab-${group}`;

/** How far each key goes from one tab to another; beyond the ends it goes round. */
const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

export interface GroupTabsProps {
  readonly group: SettingsGroup;
  readonly onChoose: (group: SettingsGroup) => void;
}

/** The settings' groups, one of them shown (WAI-ARIA Authoring Practices, tabs with automatic activation). */
export function GroupTabs({ group, onChoose }: GroupTabsProps) {
  const texts = useSettingsTexts();
  const list = useRef<HTMLDivElement>(null);
  // The page is new: whoever works with the keyboard goes on from here.
  useEffect(() => list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus(), []);
  const choose = (index: number): void => {
    const chosen = settingsGroups.at(index % settingsGroups.length);
    if (!chosen) return;
    onChoose(chosen);
    document.getElementById(tabId(chosen))?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step !== undefined) choose(settingsGroups.indexOf(group) + step);
    else if (event.key === 'Home') choose(0);
    else if (event.key === 'End') choose(-1);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={list}
      className="settings-tabs"
      role="tablist"
      aria-orientation="vertical"
      aria-label={texts.title}
      tabIndex={-1}
      onKeyDown={pressed}
    >
      {settingsGroups.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={tabId(name)}
          aria-selected={name === group}
          aria-controls={panelId}
          tabIndex={name === group ? 0 : -1}
          onClick={() => onChoose(name)}
        >
          {texts.group[name]}
        </button>
      ))}
    </div>
  );
}
