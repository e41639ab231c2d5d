/**
 * - `invalid`: a field is not what it must be; `problems` has a sentence for each.
 * - `unknown-station`, `unknown-key`: there is none of that name.
 * - `unknown-listener`: nobody of that id listens at this instance.
 * - `own-network`: it is on the broadcaster's network, where all phones of the mosque are.
 * - `station-exists`: the slug is another station's.
 * - `too-large`: what was sent is more than anybody needs to send.
 * - `too-many-keys`: each hello is compared with all keys of a station, so there may be so many only.
 */
export type AdminErrorReason =
  | 'invalid'
  | 'unknown-station'
  | 'unknown-key'
  | 'unknown-listener'
  | 'own-network'
  | 'station-exists'
  | 'too-large'
  | 'too-many-keys';

export interface FieldProblem {
  /** `settings.maxListeners`; empty: the whole. */
  readonly field: string;
  /** Goes on after the field's name: `must be …`. */
  readonly problem: string;
}

/** Why an admin's wish is not carried out. Callers switch on `reason`; the message is for people. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly reason: AdminErrorReason;
  readonly problems: readonly FieldProblem[];

  constructor(reason: AdminErrorReason, message: string, problems: readonly FieldProblem[] = []) {
    super(message);
    this.reason = reason;
    this.problems = problems;
  }
}
