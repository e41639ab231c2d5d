import type { BeginFailure } from './ipc.ts';

/**
 * - `port-taken`: another program has the UDP port, or this user may not have it.
 * - `address-unavailable`: the address to bind is none of this machine's, or cannot be found out.
 * - `failed`: the process did not start, or ended at once.
 * - `closed`: the relay was closed.
 */
export type RelayErrorReason = BeginFailure | 'closed';

/** Why no sound is forwarded. Callers switch on `reason`; the message is for people. */
export class RelayError extends Error {
  override readonly name = 'RelayError';
  readonly reason: RelayErrorReason;

  constructor(reason: RelayErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
