import type { EngineNotice, EngineState } from '@mauzin/desktop-contract';

import type { AudienceWatch } from './audience/audience-watch.ts';
import type { BroadcastPhase } from './broadcast-phase.ts';
import { freshEngineState } from './contract.ts';
import type { NormalMix } from './mix/normal-mix.ts';
import type { SaverMix } from './mix/saver-mix.ts';
import type { AddressWatch } from './network/address-watch.ts';
import type { Recorder } from './recording/recorder.ts';
import type { StationConnector } from './station/station-connector.ts';

/** The engine's parts that have something to tell. */
export interface StateParts {
  readonly addresses: AddressWatch;
  readonly audience: AudienceWatch;
  readonly connector: StationConnector;
  readonly mix: NormalMix;
  readonly phase: BroadcastPhase;
  readonly recorder: Recorder;
  /** Null: the mix has this one rendition. */
  readonly saver: SaverMix | null;
}

/** The address by which this machine reaches itself, also without a network. */
const loopback = '127.0.0.1';

/** Joins the states of the engine's parts into the one that is told. */
export function engineStateOf(parts: StateParts): EngineState {
  const { addresses, audience, connector, mix, phase, recorder, saver } = parts;
  return {
    service: connector.service,
    air: phase.state,
    mix: mix.flow,
    saver: saver?.state ?? freshEngineState.saver,
    audience: audience.audience,
    relayUsed: connector.relayUsed,
    recording: recorder.state,
    link: connector.linkAt(addresses.address ?? loopback),
    // Elsewhere the link names a server.
    networks: connector.isInside ? addresses.all : [],
    notices: noticesOf(parts),
  };
}

function noticesOf({ addresses, audience, connector, recorder }: StateParts): readonly EngineNotice[] {
  const notices: EngineNotice[] = [...connector.notices, ...recorder.notices];
  // Elsewhere the way to a phone leads through routers, and it may be any of those.
  if (!connector.isInside) return notices;
  if (addresses.address === null) notices.push({ name: 'no-network' });
  const port = connector.mediaPort;
  if (port !== null && audience.suspectsFirewall) notices.push({ name: 'firewall', port });
  return notices;
}
