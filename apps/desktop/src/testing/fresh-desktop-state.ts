import { defaultOpusPreset, type DesktopState } from '@mauzin/shared';

import { freshEngineState } from '../engine/contract.ts';

/** A window's state on first start, with everything well. */
export const freshDesktopState: DesktopState = {
  settings: {
    version: 1,
    station: { slug: 'noor', name: 'Noor', language: 'ar' },
    server: { kind: 'inside', port: 8080 },
    sources: [],
    preset: defaultOpusPreset,
    language: null,
  },
  language: 'en',
  engine: { ...freshEngineState, service: { name: 'online' }, link: 'http://192.168.1.20:8080/s/noor' },
  wantsLive: false,
  settingsSetAside: null,
  settingsNotSaved: false,
  keyInPlain: false,
  hasPrivacySettings: true,
  pickDefaultSource: false,
  engineRun: 1,
};
