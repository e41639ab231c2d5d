import { iceServerSchema, languageTagSchema, slugSchema, stationSchema } from '@mauzin/shared';
import * as v from 'valibot';

import { isAccessCodeHash } from './access/access-code.ts';
import { isBroadcasterKeyHash } from './access/broadcaster-key.ts';

const count = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const httpOrigin = v.check<string, string>((text) => {
  try {
    return new URL(text).origin === text && text.startsWith('http');
  } catch {
    return false;
  }
}, 'must be an origin such as https://mosque.example, without a path');

/** What a host of stations may set; everything else has a default that needs no thought. */
const configSchema = v.strictObject({
  stations: v.pipe(
    v.array(
      v.strictObject({
        slug: v.config(slugSchema, {
          message: 'must be 1 to 40 lower-case letters, digits and inner hyphens',
        }),
        name: stationSchema.entries.name,
        language: v.config(languageTagSchema, { message: 'must be a language tag such as ar or en-GB' }),
        keyHash: v.pipe(
          v.string(),
          v.check(isBroadcasterKeyHash, 'must be the hash that `mauzin-signal key` prints beside a key'),
        ),
        accessCodeHash: v.exactOptional(
          v.pipe(
            v.string(),
            v.check(isAccessCodeHash, 'must be the hash that `mauzin-signal code` prints for a code'),
          ),
        ),
      }),
    ),
    v.minLength(1, 'must hold at least one station'),
    v.check(
      (stations) => new Set(stations.map(({ slug }) => slug)).size === stations.length,
      'must not use one slug for two stations',
    ),
  ),
  // Every welcome carries them, and has to fit into a frame.
  iceServers: v.exactOptional(v.pipe(v.array(iceServerSchema), v.maxLength(6))),
  allowedOrigins: v.exactOptional(v.array(v.pipe(v.string(), httpOrigin))),
  embedOrigins: v.exactOptional(
    v.union(
      [v.literal('any'), v.array(v.pipe(v.string(), httpOrigin))],
      'must be "any", or a list of origins such as https://mosque.example',
    ),
  ),
  publicUrl: v.exactOptional(v.pipe(v.string(), httpOrigin)),
  resumeSecret: v.exactOptional(v.pipe(v.string(), v.minLength(32, 'must be at least 32 characters long'))),
  limits: v.exactOptional(
    v.strictObject({
      maxListeners: v.exactOptional(count(1, 100_000)),
      maxConnections: v.exactOptional(count(1, 1_000_000)),
      directCapacity: v.exactOptional(count(0, 100_000)),
      graceMs: v.exactOptional(count(0, 600_000)),
    }),
  ),
});
/** What `createSignalService` takes of it. */
export const serviceOptionsOf = ({ stations, iceServers = [], ...rest }: Config) => ({
  ...rest,
  stations: stations.map(({ keyHash, ...station }) => ({ ...station, keyHashes: [keyHash] })),
  iceServersFor: () => iceServers,
});

export type Config = v.InferOutput<typeof configSchema>;

export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  /** One sentence for each thing that is wrong, naming file and field. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** @param file its name, for the messages */
export function parseConfig(file: string, text: string): ReadConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      problems: [`${file} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`],
    };
  }
  const result = v.safeParse(configSchema, json);
  if (result.success) return { ok: true, config: result.output };
  const problems = result.issues.map((issue) => {
    const field = v.getDotPath(issue) ?? 'the whole file';
    return `${file}: ${field} ${sentence(issue)}`;
  });
  return { ok: false, problems };
}

/** Ours are written for people; valibot's own say what was expected. */
function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.message.startsWith('must ')) return issue.message;
  if (issue.expected === 'never') return 'is not a field of this file';
  if (issue.received === 'undefined') return 'is missing';
  return `must be ${issue.expected ?? 'something else'}`;
}
