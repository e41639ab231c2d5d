/**
 * What the main process and one that forwards sound say to each other. Both run the same build, so nothing is parsed. Messages
 * go in batches, one for each turn of the event loop.
 */
import type { OpusPacket } from '@mauzin/media/light';
import type { Rendition } from '@mauzin/shared';

import type { FromRelay, RelayProcessStats, ToRelay } from './contracts.ts';

/** The settings that a process begins with. */
export interface ProcessSettings {
  /** Its UDP port; `any` takes a free one. */
  readonly port: number | 'any';
  /** An IP address. */
  readonly bindAddress?: string;
  /** An IP address. */
  readonly publicAddress?: string;
}

export type ToProcess =
  | { readonly type: 'begin'; readonly settings: ProcessSettings }
  | { readonly type: 'station'; readonly station: string; readonly message: ToRelay }
  /** Begin to hand over the packets of this rendition to the main process, or stop it. */
  | { readonly type: 'tap'; readonly station: string; readonly rendition: Rendition; readonly on: boolean }
  /** Nobody needs this station in this process any more. */
  | { readonly type: 'leave'; readonly station: string };

/** Why a process cannot begin. */
export type BeginFailure = 'port-taken' | 'address-unavailable' | 'failed';

export type SaysOfStation = Extract<FromRelay, { type: 'to-listener' | 'to-broadcaster' | 'flow' }>;

export type FromProcess =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'failed'; readonly reason: BeginFailure; readonly message: string }
  | { readonly type: 'station'; readonly station: string; readonly message: SaysOfStation }
  /** These listeners want nothing and have no connection, after the first `heard` messages of the main process were taken in. */
  | {
      readonly type: 'gone';
      readonly station: string;
      readonly listeners: readonly string[];
      readonly heard: number;
    }
  | {
      readonly type: 'packet';
      readonly station: string;
      readonly rendition: Rendition;
      readonly packet: OpusPacket;
    }
  | { readonly type: 'stats'; readonly stats: RelayProcessStats }
  /** Something that failed and was contained. */
  | { readonly type: 'problem'; readonly station: string | null; readonly detail: string };

/** Lists of messages, in their order. */
export type Batch<TMessage> = readonly TMessage[];
