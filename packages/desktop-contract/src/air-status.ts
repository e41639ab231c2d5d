import type { FailureCode } from '@mauzin/shared';

/** What is wrong while people still hear something, the gravest first. */
export type Degraded =
  /** The app listens as a listener would, and hears nothing of its mix; or the service says that its relay gets none. */
  | { readonly part: 'path'; readonly by: 'direct' | 'relay' }
  | {
      readonly part: 'source';
      readonly label: string;
      readonly why: 'stand-in' | 'missing' | 'denied' | 'failed';
    }
  | { readonly part: 'listeners'; readonly badly: number; readonly of: number }
  | { readonly part: 'network' }
  | { readonly part: 'recording'; readonly why: 'disk-full' | 'cannot-write' };

/** What is being brought back by itself. */
export type Recovering = 'mix' | 'engine' | 'service';

/**
 * The one state of the station, as a person sees it. `onAirMs`: time on air when the state was told; whoever shows it adds the
 * time that passed since then, so that a change of the system's clock shows nowhere.
 */
export type AirStatus =
  | { readonly name: 'off' }
  | { readonly name: 'starting' }
  | { readonly name: 'live'; readonly onAirMs: number }
  /** Nothing to hear for some seconds. `alarm`: for as long as the admin calls dead air. */
  | { readonly name: 'silent'; readonly onAirMs: number; readonly alarm: boolean }
  | { readonly name: 'degraded'; readonly onAirMs: number; readonly degraded: Degraded }
  | { readonly name: 'recovering'; readonly onAirMs: number; readonly part: Recovering }
  | { readonly name: 'stopping' }
  /** Cannot be on the air before a person did something about this. */
  | { readonly name: 'failed'; readonly failure: FailureCode };
export type AirStatusName = AirStatus['name'];
