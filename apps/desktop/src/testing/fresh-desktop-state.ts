import { type DesktopState, settingsSchema } from '@mauzin/desktop-contract';
import * as v from 'valibot';

import { freshEngineState } from '../engine/contract.ts';

/** A window's state on first start, with everything well. */
export const freshDesktopState: DesktopState = {
  settings: v.parse(settingsSchema, {
    version: 1,
    station: { slug: 'noor', name: 'Noor', language: 'ar' },
    server: { kind: 'inside', port: 8080 },
    sources: [],
    preset: 'recitation',
    language: null,
    stationLanguages: ['ar'],
    guideDone: true,
  }),
  carriedCode: null,
  status: { name: 'off' },
  alarms: [],
  sentinel: { name: 'off' },
  lock: { pinSet: false, locked: false },
  update: { name: 'off' },
  version: '0.1.0',
  guide: false,
  shortcutTaken: false,
  startAtLoginFailed: false,
  windowSeen: true,
  wakes: 0,
  language: 'en',
  engine: { ...freshEngineState, service: { name: 'online' }, link: 'http://192.168.1.20:8080/s/noor' },
  wantsLive: false,
  settingsSetAside: null,
  settingsNotSaved: false,
  keyInPlain: false,
  keyStoreLocked: false,
  hasPrivacySettings: true,
  pickDefaultSource: false,
  engineRun: 1,
};
