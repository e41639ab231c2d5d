/**
 * - `bad-address`: `MAUZIN_DATABASE` is not the address of a database.
 * - `unreachable`: its server does not answer, or its file cannot be opened.
 * - `refused`: the server does not take the token.
 * - `too-new`: a newer Mauzin has changed its tables.
 * - `busy`: another program keeps it for itself.
 * - `read-only`: nothing can be written: no right to, or the disk is full.
 * - `damaged`: the file is no database, or a broken one.
 * - `conflict`: what was to be written is there already.
 * - `closed`: it was closed before.
 * - `failed`: anything else that it says; see `cause`.
 */
export type StoreErrorReason =
  | 'bad-address'
  | 'unreachable'
  | 'refused'
  | 'too-new'
  | 'busy'
  | 'read-only'
  | 'damaged'
  | 'conflict'
  | 'closed'
  | 'failed';

/** Why the database of stations does not do what it should. Callers switch on `reason`; the message is for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly reason: StoreErrorReason;

  constructor(reason: StoreErrorReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

const bySqliteCode: Readonly<Record<string, readonly [StoreErrorReason, string]>> = {
  SQLITE_BUSY: ['busy', 'is being written to by another program, which does not let go of it.'],
  SQLITE_LOCKED: ['busy', 'is being written to by another program, which does not let go of it.'],
  SQLITE_READONLY: ['read-only', 'cannot be written to: this user has no right to.'],
  SQLITE_PERM: ['read-only', 'cannot be written to: this user has no right to.'],
  SQLITE_FULL: ['read-only', 'cannot be written to: the disk is full.'],
  SQLITE_CANTOPEN: ['unreachable', 'cannot be opened: is its folder there, and may this user write in it?'],
  SQLITE_NOTADB: ['damaged', 'is not a database.'],
  SQLITE_CORRUPT: ['damaged', 'is damaged: put back its backup.'],
  SQLITE_CONSTRAINT: ['conflict', 'has that already.'],
  CLIENT_CLOSED: ['closed', 'has been closed.'],
  HRANA_CLOSED_ERROR: ['closed', 'has been closed.'],
};

/** What the database's client said, in our words. @param where the database's address, without secrets */
export function storeError(error: unknown, where: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code, message, cause } = partsOf(error);
  const say = (reason: StoreErrorReason, sentence: string): StoreError =>
    new StoreError(reason, `The database ${where} ${sentence}`, error);
  // A server may say it more exactly: SQLITE_CONSTRAINT_PRIMARYKEY.
  const known = bySqliteCode[/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code];
  if (known) return say(...known);
  if (code.startsWith('URL_')) {
    return say('bad-address', 'is not an address such as file:./mauzin.db or libsql://stations.example.');
  }
  if (message.includes('Unable to open connection')) {
    return say('unreachable', 'cannot be opened: is its folder there, and may this user write in it?');
  }
  const status = statusOf(cause);
  if (status === 401 || status === 403) return say('refused', 'does not take the token of this service.');
  if (status !== null) return say('unreachable', `does not answer as it should (HTTP status ${status}).`);
  if (error instanceof TypeError || message.includes('timed out') || message.includes('timeout')) {
    return say('unreachable', 'cannot be reached.');
  }
  return say('failed', `says: ${message}`);
}

function partsOf(error: unknown): { code: string; message: string; cause: unknown } {
  if (!(error instanceof Error)) return { code: '', message: String(error), cause: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message, cause: error.cause };
}

/** Of the client's HttpServerError. */
const statusOf = (cause: unknown): number | null =>
  cause instanceof Error && 'status' in cause && typeof cause.status === 'number' ? cause.status : null;
