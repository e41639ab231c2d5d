import type { OpusPresetName } from '@mauzin/shared';

import type { LostDeviceFallback, RecordingPeriod, UpdateChannel } from '../../settings.ts';

/** A setting's name, and in one sentence what it does. */
interface Named {
  readonly name: string;
  readonly hint: string;
}

/** Every word of the admin's screens: settings, recordings and the lock. `{places}` are filled in. */
export interface SettingsTexts {
  readonly title: string;
  readonly group: Record<'sound' | 'going-live' | 'listeners' | 'recording' | 'computer', string>;
  readonly button: Record<
    'save' | 'cancel' | 'change' | 'remove' | 'tryIt' | 'choose' | 'open' | 'up',
    string
  >;
  readonly problem: Record<
    | 'notSaved'
    | 'range'
    | 'address'
    | 'nameMissing'
    | 'station'
    | 'key'
    | 'codeShort'
    | 'codeShortElsewhere'
    | 'pinLength'
    | 'pinsDiffer',
    string
  >;
  readonly file: Record<'saved' | 'failed', string>;
  readonly off: string;
  readonly levelNow: string;
  readonly sound: {
    readonly quality: string;
    readonly preset: Record<OpusPresetName, string>;
    readonly whenLost: string;
    readonly lost: Record<LostDeviceFallback, Named>;
    readonly limiter: Named;
    readonly monitor: Named;
    readonly awayOutput: string;
    readonly alarmTone: Named;
    readonly monitorSilent: string;
    readonly alarmToneSilent: string;
  };
  readonly goingLive: {
    readonly deadAir: Named;
    readonly below: string;
    readonly after: string;
    readonly webhook: Named;
    readonly trying: string;
    readonly answered: string;
    readonly noAnswer: string;
    readonly signal: Named;
    readonly above: string;
    readonly startAfter: string;
    readonly stopAfter: string;
    readonly shortcut: Named;
    readonly noShortcut: string;
    readonly pressKeys: string;
    readonly holdMore: string;
    readonly shortcutTaken: string;
    readonly resume: Named;
    readonly startAtLogin: Named;
    readonly startAtLoginFailed: string;
  };
  readonly listeners: {
    readonly stationName: string;
    readonly server: Named;
    readonly kind: Record<'inside' | 'remote', string>;
    readonly field: Record<'port' | 'url' | 'station' | 'key', string>;
    readonly network: Named;
    readonly anyNetwork: string;
    readonly likeliestNetwork: string;
    readonly keyHint: string;
    readonly languages: Named;
    readonly addLanguage: string;
    readonly own: string;
    readonly poster: Named;
    readonly savePoster: string;
    /** Of the service on this computer. */
    readonly private: Named;
    readonly code: Named;
    /** Of a station on another server. */
    readonly codeElsewhere: Named;
    readonly showCode: string;
    readonly hideCode: string;
    readonly anotherCode: string;
    /** Of the service on this computer. */
    readonly newCodeEnds: Named;
    readonly codeInLink: Named;
  };
  readonly recording: {
    readonly on: Named;
    readonly newFile: string;
    readonly period: Record<RecordingPeriod, Named>;
    readonly keep: string;
    readonly keepFor: string;
    readonly keepForEver: string;
    readonly days: string;
    readonly folder: string;
    readonly firstFolder: string;
    readonly list: Named;
    readonly show: string;
  };
  readonly computer: {
    readonly language: string;
    readonly systemLanguage: string;
    readonly pin: string;
    readonly withoutPin: string;
    readonly withPin: string;
    readonly operatorMayMute: Named;
    readonly setPin: string;
    readonly changePin: string;
    readonly removePin: string;
    readonly newPin: string;
    readonly samePin: string;
    readonly updates: string;
    readonly channel: Record<UpdateChannel, Named>;
    readonly update: Record<
      'unavailable' | 'none' | 'checking' | 'downloading' | 'ready' | 'failed' | 'afterBroadcast',
      string
    >;
    readonly check: string;
    readonly install: string;
    readonly diagnostics: Named;
    readonly saveDiagnostics: string;
    readonly version: string;
  };
  readonly lock: Record<
    | 'lock'
    | 'unlock'
    | 'settings'
    | 'question'
    | 'pin'
    | 'wrong'
    | 'wait'
    | 'failed'
    | 'erase'
    | 'digits'
    | 'cancel',
    string
  >;
  readonly recordings: Record<
    | 'title'
    | 'empty'
    | 'emptyHint'
    | 'emptyOff'
    | 'openFolder'
    | 'play'
    | 'pause'
    | 'position'
    | 'delete'
    | 'question'
    | 'yes'
    | 'no'
    | 'running'
    | 'unreadable'
    | 'again'
    | 'cannotPlay'
    | 'notDeleted'
    | 'onAir'
    | 'settings',
    string
  >;
}
