import type { Alarm } from '@mauzin/desktop-contract';

/** An alarm that should stand now. */
export interface Standing {
  /** Tells the alarm from others of its kind. */
  readonly key: string;
  readonly alarm: Alarm;
  /** When what is wrong began, in the clock's time. */
  readonly sinceMs: number;
}

/** An alarm begins or ends, each once. */
export interface AlarmChange {
  readonly alarm: Alarm;
  readonly state: 'begin' | 'end';
  /** For how long it has been wrong, s. */
  readonly forS: number;
}

/** Which alarms stand, and what changed since they were last looked at. */
export class Alarms {
  #standing = new Map<string, Standing>();

  get standing(): readonly Alarm[] {
    return [...this.#standing.values()].map(({ alarm }) => alarm);
  }

  set(nowMs: number, wanted: readonly Standing[]): readonly AlarmChange[] {
    const before = this.#standing;
    // What stood already keeps its beginning and its words.
    this.#standing = new Map(wanted.map((alarm) => [alarm.key, before.get(alarm.key) ?? alarm]));
    const forS = ({ sinceMs }: Standing): number => Math.round((nowMs - sinceMs) / 100) / 10;
    const ended = [...before.values()].filter(({ key }) => !this.#standing.has(key));
    const begun = [...this.#standing.values()].filter(({ key }) => !before.has(key));
    return [
      ...ended.map((one) => ({ alarm: one.alarm, state: 'end' as const, forS: forS(one) })),
      ...begun.map((one) => ({ alarm: one.alarm, state: 'begin' as const, forS: forS(one) })),
    ];
  }
}
