import { languageTagSchema, limits, slugSchema } from '@mauzin/shared';
import * as v from 'valibot';

import { isAccessCodeHash } from '../../access/access-code.ts';
import { isBroadcasterKeyHash } from '../../access/broadcaster-key.ts';

const count = (least: number, most: number) => {
  const sentence = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(sentence),
    v.integer(sentence),
    v.minValue(least, sentence),
    v.maxValue(most, sentence),
  );
};
const yesOrNo = v.boolean('must be true or false');
const text = (chars: number) =>
  v.pipe(
    v.string(`must be a text`),
    v.trim(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(chars, `must have at most ${chars} characters`),
  );

/** IANA's names, as this Node knows them: `Europe/Berlin`. An offset is none, since it knows no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const settings = {
  maxListeners: v.exactOptional(count(1, 100_000)),
  directCapacity: v.exactOptional(count(0, 100_000)),
  relay: v.exactOptional(yesOrNo),
  listed: v.exactOptional(yesOrNo),
};
/** Null takes a setting back: the service's own counts again. */
const changedSettings = v.strictObject({
  maxListeners: v.exactOptional(v.nullable(settings.maxListeners.wrapped)),
  directCapacity: v.exactOptional(v.nullable(settings.directCapacity.wrapped)),
  relay: v.exactOptional(v.nullable(yesOrNo)),
  listed: v.exactOptional(v.nullable(yesOrNo)),
});

const name = text(limits.nameChars);
const languages = v.pipe(
  v.array(v.config(languageTagSchema, { message: 'must be a language tag such as ar or en-GB' })),
  v.minLength(1, 'must hold at least one language, the main one first'),
  v.maxLength(10, 'must hold at most 10 languages'),
);
const place = v.nullable(text(120));
const timeZone = v.nullable(
  v.pipe(
    v.string('must be a text'),
    v.check(isTimeZone, 'must be the name of a time zone such as Europe/Berlin or Asia/Riyadh'),
  ),
);

/** A station as an admin writes it down. */
export const newStationSchema = v.strictObject({
  slug: v.config(slugSchema, { message: 'must be 1 to 40 lower-case letters, digits and inner hyphens' }),
  name,
  languages,
  place: v.optional(place, null),
  timeZone: v.optional(timeZone, null),
  settings: v.optional(v.strictObject(settings), {}),
});

/** What is to be different about a station; what is left out stays. */
export const stationChangeSchema = v.strictObject({
  name: v.exactOptional(name),
  languages: v.exactOptional(languages),
  place: v.exactOptional(place),
  timeZone: v.exactOptional(timeZone),
  settings: v.exactOptional(changedSettings),
});

/** What a key is for: `laptop in the minbar`. */
export const keyLabelSchema = v.nullable(text(80));

const json = v.pipe(v.string(), v.parseJson());
const time = v.number();

/** As the database has it. Settings of another version are let be. */
export const stationRowSchema = v.object({
  slug: slugSchema,
  name: v.string(),
  languages: v.pipe(json, v.array(languageTagSchema), v.minLength(1)),
  place: v.nullable(v.string()),
  time_zone: v.nullable(v.string()),
  access_code_hash: v.nullable(v.pipe(v.string(), v.check(isAccessCodeHash))),
  settings: v.pipe(json, v.object(settings)),
  dismissals: v.number(),
  created_at: time,
});
export type StationRow = v.InferOutput<typeof stationRowSchema>;

/** As a service's own copy has it. */
export const stationCopySchema = v.object({
  slug: slugSchema,
  name: v.string(),
  language: languageTagSchema,
  keyHashes: v.array(v.pipe(v.string(), v.check(isBroadcasterKeyHash))),
  accessCodeHash: v.exactOptional(v.pipe(v.string(), v.check(isAccessCodeHash))),
  settings: v.exactOptional(v.object(settings)),
  dismissals: v.exactOptional(v.number()),
});

export const keyRowSchema = v.object({
  id: v.string(),
  station: v.string(),
  hash: v.pipe(v.string(), v.check(isBroadcasterKeyHash)),
  label: v.nullable(v.string()),
  created_at: time,
  last_used_at: v.nullable(time),
  revoked_at: v.nullable(time),
});
export type KeyRow = v.InferOutput<typeof keyRowSchema>;

export const broadcastRowSchema = v.object({
  id: v.string(),
  station: v.string(),
  started_at: time,
  seen_at: time,
  ended_at: v.nullable(time),
  peak_listeners: v.number(),
  minutes_listened: v.number(),
});
export type BroadcastRow = v.InferOutput<typeof broadcastRowSchema>;
