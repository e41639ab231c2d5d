import type { Alarm, Settings, SavedSource, SourceSound } from '@mauzin/desktop-contract';
import type { ClockPort } from '@mauzin/shared';

import { defaultMark, type DeviceInfo, matchDevice } from '../devices/devices.ts';
import { hearsOwnOutput } from '../devices/own-output.ts';
import type { Mixer } from '../mix/mixer.ts';
import { AlarmTone, type ToneOutput } from './alarm-tone.ts';
import { lookFrames } from './loop-tones.ts';
import { type LoopWatchOptions, LoopWatch } from './loop-watch.ts';
import { listOutputs } from './monitor.ts';

/** What is silent at this computer since it would go on the air. */
export interface Silenced {
  readonly monitor: boolean;
  readonly tone: boolean;
}

export const nothingSilenced: Silenced = { monitor: false, tone: false };

/** All that decides on it. */
export interface HeardHere {
  readonly alarms: readonly Alarm[];
  readonly sound: Settings['sound'];
  readonly sources: readonly SavedSource[];
  readonly sounds: Readonly<Record<string, SourceSound>>;
  readonly standIns: Readonly<Record<string, string>>;
  readonly devices: readonly DeviceInfo[];
}

export interface LocalEarsOptions {
  readonly clock: ClockPort;
  readonly mixer: Pick<Mixer, 'setMonitor' | 'listen'>;
  readonly openTone: () => ToneOutput;
  readonly playProbe: LoopWatchOptions['play'];
  readonly onSilenced: (silenced: Silenced) => void;
}

/** The output that the system prefers, where the alarm's tone is played. */
const systemsOwn = '';

/**
 * What is played at this machine, the mix and the alarm's tone: never where it would go on the air. Names tell of some devices that
 * record what the computer plays; of all others it is heard whether they do.
 */
export class LocalEars {
  readonly #options: LocalEarsOptions;
  readonly #tone: AlarmTone;
  readonly #loops: LoopWatch;
  #last: HeardHere | null = null;
  #silenced = nothingSilenced;

  constructor(options: LocalEarsOptions) {
    const { clock, mixer, openTone, playProbe } = options;
    this.#options = options;
    this.#tone = new AlarmTone({ clock, open: openTone });
    this.#loops = new LoopWatch({
      clock,
      play: playProbe,
      listen: (id) => mixer.listen(id, lookFrames),
      onVerdict: () => this.#last && this.follow(this.#last),
    });
  }

  follow(now: HeardHere): void {
    this.#last = now;
    const { alarms, devices, sound, sources, standIns } = now;
    const isNamed = hearsOwnOutput(sources, standIns, devices);
    const monitor = isNamed ? null : sound.monitor;
    const outputId = monitor && (matchDevice(monitor, listOutputs(devices), [])?.deviceId ?? null);
    const mayWant = sound.alarmTone && !isNamed;
    this.#tone.hear(alarms, mayWant);
    this.#loops.ask({
      outputIds: [this.#tone.wanted ? systemsOwn : null, outputId].filter((id) => id !== null),
      inputs: inputsOf(now),
    });
    const byMonitor = outputId === null ? 'clear' : this.#loops.verdict(outputId);
    const byTone = this.#tone.wanted ? this.#loops.verdict(systemsOwn) : 'clear';
    this.#options.mixer.setMonitor(byMonitor === 'clear' ? monitor : null);
    // Where listening could not tell, in a hall that is never quiet, the alarm rings: nobody else tells of it.
    this.#tone.ring(byTone === 'clear' || byTone === 'untold');
    this.#tell({ monitor: isNamed || byMonitor === 'heard', tone: isNamed || byTone === 'heard' });
  }

  /** Falls silent. Idempotent. */
  close(): void {
    this.#tone.close();
    this.#loops.close();
  }

  #tell(silenced: Silenced): void {
    if (silenced.monitor === this.#silenced.monitor && silenced.tone === this.#silenced.tone) return;
    this.#silenced = silenced;
    this.#options.onSilenced(silenced);
  }
}

/** What each source takes in, where it takes in anything. */
function inputsOf({ devices, sounds, sources, standIns }: HeardHere): Record<string, string> {
  const all = sources.flatMap((source): readonly [string, string][] => {
    const { channels, id } = source;
    const sound = sounds[id];
    if (sound !== 'open' && sound !== 'stand-in') return [];
    const own = source.kind === 'device' ? source.deviceId : `${source.kind} ${defaultMark(devices)}`;
    return [[id, `${channels} ${sound === 'stand-in' ? (standIns[id] ?? '') : own}`]];
  });
  return Object.fromEntries(all);
}
