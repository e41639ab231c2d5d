import type { DesktopState } from '@mauzin/desktop-contract';

/** How the settings are grouped: as people ask. */
export const settingsGroups = ['sound', 'going-live', 'listeners', 'recording', 'computer'] as const;
export type SettingsGroup = (typeof settingsGroups)[number];

/** The group that a person most likely came for: where the trouble is mended, if there is one. Pure. */
export function firstGroup({ engine, settings, shortcutTaken }: DesktopState): SettingsGroup {
  const { notices, recording, service } = engine;
  const away = service.name === 'connecting' && settings.server.kind === 'remote';
  const notStarted = notices.some(({ name }) => name === 'service-not-started');
  if (service.name === 'failed' || away || notStarted) return 'listeners';
  if (recording.name === 'failed' || notices.some(({ name }) => name === 'disk-nearly-full')) {
    return 'recording';
  }
  return shortcutTaken ? 'going-live' : 'sound';
}
