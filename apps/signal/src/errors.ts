/**
 * - `port-taken`: another program listens there.
 * - `port-forbidden`: the system does not let this user have it (below 1024).
 * - `address-unavailable`: the host is not an address of this machine.
 * - `listen-failed`: anything else the system says; see `cause`.
 * - `closed`: the service was closed before it started.
 */
export type SignalServiceErrorReason =
  | 'port-taken'
  | 'port-forbidden'
  | 'address-unavailable'
  | 'listen-failed'
  | 'closed';

/** Why a service does not listen. Callers switch on `reason`; the message is for people. */
export class SignalServiceError extends Error {
  override readonly name = 'SignalServiceError';
  readonly reason: SignalServiceErrorReason;

  constructor(reason: SignalServiceErrorReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** What the system said about a port, in our words. */
export function listenError(
  error: NodeJS.ErrnoException,
  host: string | null,
  port: number,
): SignalServiceError {
  const where = host === null ? '' : ` of ${host}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return new SignalServiceError('port-taken', `Port ${port}${where} is taken by another program.`, error);
    case 'EACCES':
      return new SignalServiceError(
        'port-forbidden',
        `This user may not listen on port ${port}${where}.`,
        error,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new SignalServiceError(
        'address-unavailable',
        `This machine has no address ${host ?? ''}.`,
        error,
      );
    default:
      return new SignalServiceError(
        'listen-failed',
        `Cannot listen on port ${port}${where}: ${error.message}`,
        error,
      );
  }
}
