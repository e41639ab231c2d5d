import type { AirStatusName, Recovering } from '../../air-status.ts';

/** What the screen says of the station's state. Words are read across a room: few letters. */
export interface AirTexts {
  readonly word: Record<AirStatusName, string>;
  readonly hint: Record<'off' | 'noSource' | 'starting' | 'live' | 'silent' | 'deadAir' | 'stopping', string>;
  /** What is wrong while it is heard. `{name}`, `{badly}` and `{of}` are filled in. */
  readonly degraded: Record<
    | 'path'
    | 'standIn'
    | 'missing'
    | 'denied'
    | 'failed'
    | 'listeners'
    | 'pathRelay'
    | 'network'
    | 'diskFull'
    | 'cannotWrite',
    string
  >;
  readonly recovering: Record<Recovering, string>;
  /** `{seconds}` is filled in. */
  readonly sentinel: Record<
    'listening' | 'heard' | 'notHeard' | 'heardElsewhere' | 'notHeardElsewhere',
    string
  >;
  readonly timeOnAir: string;
  readonly listeners: string;
  /** `{count}` is filled in; so are they all below. */
  readonly peak: string;
  readonly direct: string;
  readonly overHttp: string;
  readonly relayed: string;
  readonly hearingBadly: string;
  readonly saver: string;
  readonly weak: string;
  readonly waiting: string;
  readonly upload: string;
  readonly recording: string;
  /** What a source is called that has no name of its own. */
  readonly someSource: string;
  /** Short-term loudness (EBU Tech 3341), as a screen reader says it. */
  readonly loudness: string;
  /** What the limiter takes away now. `{level}` is filled in. */
  readonly limiter: string;
  /** The limiter is to hold back what is too loud, and does not run. */
  readonly limiterMissing: string;
}
