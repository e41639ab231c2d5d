import { nameOr } from './growing-lists.ts';

/**
 * Why the service refuses or ends something. Each has a WebSocket close code (RFC 6455 §7.4: 4000–4999 are the
 * application's) and says whether coming back makes sense:
 * - `no`: never by itself; a person must change something first.
 * - `soon`: with the usual jittered backoff.
 * - `later`: not before `retryLaterMs`.
 * The sentence for a person is in `failureTexts`.
 */
export const failures = {
  'bad-message': { closeCode: 4400, retry: 'later' },
  'wrong-key': { closeCode: 4401, retry: 'no' },
  /** The station is private: the person is asked for its access code. */
  'code-needed': { closeCode: 4402, retry: 'no' },
  'wrong-code': { closeCode: 4406, retry: 'no' },
  /** Wrong codes or keys came too often from where this peer is. */
  'too-many-tries': { closeCode: 4430, retry: 'later' },
  'origin-refused': { closeCode: 4403, retry: 'no' },
  'unknown-station': { closeCode: 4404, retry: 'no' },
  'hello-timeout': { closeCode: 4408, retry: 'soon' },
  'station-taken': { closeCode: 4409, retry: 'no' },
  'taken-over': { closeCode: 4410, retry: 'no' },
  replaced: { closeCode: 4411, retry: 'no' },
  'too-slow': { closeCode: 4413, retry: 'soon' },
  'version-mismatch': { closeCode: 4426, retry: 'no' },
  'too-many-messages': { closeCode: 4429, retry: 'later' },
  'heartbeat-lost': { closeCode: 4504, retry: 'soon' },
  'station-full': { closeCode: 4503, retry: 'later' },
  restarting: { closeCode: 1012, retry: 'soon' },
} as const satisfies Record<string, { readonly closeCode: number; readonly retry: 'no' | 'soon' | 'later' }>;

export type FailureCode = keyof typeof failures;
export const retries = ['no', 'soon', 'later'] as const;
export type Retry = (typeof retries)[number];

type FailureWith<R extends Retry> = {
  [Code in FailureCode]: (typeof failures)[Code]['retry'] extends R ? Code : never;
}[FailureCode];

/**
 * The failure that stands for one whose own name is not known: it tells the person the same about coming back. For `no` it is that the
 * page or app is too old, since one as new as its service would know the name.
 */
export const generalFailures: { readonly [R in Retry]: FailureWith<R> } = {
  no: 'version-mismatch',
  soon: 'heartbeat-lost',
  later: 'bad-message',
};

export const failureCodes = Object.keys(failures) as readonly FailureCode[];

/** A failure as a peer named it. Where its name is not known here, the general failure for `retry` stands for it. */
export const knownFailure = (code: string, retry: Retry = 'later'): FailureCode =>
  nameOr(generalFailures[retry], failureCodes, code);

/** How long a peer stays away after a failure that says `later`, ms. */
export const retryLaterMs = 15_000;

/** The failure behind a close code, or null for a close that names none (1000, 1001, 1006, …). */
export function failureOfCloseCode(closeCode: number): FailureCode | null {
  return failureCodes.find((code) => failures[code].closeCode === closeCode) ?? null;
}
