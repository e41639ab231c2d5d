import * as v from 'valibot';

/** The file of one broadcast: `<station> <date> <time>.opus`, in the recordings' folder itself. No path may be named. */
export const recordingNameSchema = v.pipe(
  v.string(),
  v.maxLength(200),
  // oxlint-disable-next-line no-control-regex -- those are what no file name may hold
  v.regex(/^(?!\.)[^/\\:*?"<>|\u0000-\u001f]+\.opus$/),
);

export interface Recording {
  readonly name: string;
  /** Epoch ms. */
  readonly startedAtMs: number;
  /** Null while it cannot be told. */
  readonly durationMs: number | null;
  readonly bytes: number;
  /** The recording is being written now. */
  readonly running: boolean;
}

/** Where the window plays a recording from. */
export const recordingUrl = (name: string): string => `/recordings/${encodeURIComponent(name)}`;

/** How the engine's recording stands. */
export type RecordingState =
  | { readonly name: 'off' }
  | { readonly name: 'on'; readonly file: string; readonly bytes: number }
  /** Recording failed, and is tried again by itself while the broadcast lasts. */
  | { readonly name: 'failed'; readonly why: 'disk-full' | 'cannot-write' };
