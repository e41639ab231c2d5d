import type { ServiceToBroadcaster, ServiceToListener } from '@mauzin/shared';

/** Who caused a frame to a broadcaster. */
export interface Cause {
  /** The listener. Its frames keep their order. */
  readonly peer: string;
  /** Where the listener is: frames that wait take turns by this. */
  readonly address: string;
  /** `droppable`: its listener asks again without it. `spare`: the next one says the same. Everything else must arrive. */
  readonly worth: 'needed' | 'droppable' | 'spare';
}

type OfListener = Extract<ServiceToBroadcaster, { listener: string }>;

const worths: Readonly<Record<OfListener['type'], Cause['worth']>> = {
  listen: 'needed',
  unlisten: 'needed',
  closed: 'needed',
  'listener-left': 'needed',
  answer: 'droppable',
  candidate: 'droppable',
  health: 'spare',
};

/** The listener whose doing a message to a broadcaster is; undefined: it is the service's own. */
export function causeOf(
  message: ServiceToBroadcaster | ServiceToListener,
  addressOf: (peer: string) => string | undefined,
): Cause | undefined {
  if (!('listener' in message)) return undefined;
  const { listener: peer, type } = message;
  const address = addressOf(peer);
  return address === undefined ? undefined : { peer, address, worth: worths[type] };
}
