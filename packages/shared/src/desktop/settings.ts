import * as v from 'valibot';

import { opusPresetNames } from '../opus/index.ts';
import { languageTagSchema, limits, slugSchema, stationSchema } from '../protocol/index.ts';
import { languages } from '../texts/language.ts';

/** Loudest a source may be raised, dB; the lowest gain before it counts as −∞. */
export const gainRangeDb = { min: -60, max: 12 } as const;

const gainDb = v.pipe(v.number(), v.minValue(gainRangeDb.min), v.maxValue(gainRangeDb.max));
const sourceId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/));

/** A source that the admin picked. A device is found again by its id, then by its label. */
export const savedSourceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('device'),
    id: sourceId,
    deviceId: v.pipe(v.string(), v.maxLength(256)),
    label: v.pipe(v.string(), v.maxLength(256)),
    gainDb,
    muted: v.boolean(),
  }),
  v.object({ kind: v.literal('system'), id: sourceId, gainDb, muted: v.boolean() }),
]);
export type SavedSource = v.InferOutput<typeof savedSourceSchema>;

/** Most sources in one mix. */
export const maxSources = 16;
export const savedSourcesSchema = v.pipe(v.array(savedSourceSchema), v.maxLength(maxSources));

/** Where listeners meet the station: the service inside this app, or one elsewhere. */
export const serverChoiceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('inside'),
    port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  }),
  v.object({
    kind: v.literal('remote'),
    /** The service's address as people type it, `https://radio.example` (or `http://` on the mosque's network). */
    url: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//), v.maxLength(200)),
    station: slugSchema,
    key: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.keyChars)),
  }),
]);
export type ServerChoice = v.InferOutput<typeof serverChoiceSchema>;

/** What the desktop app remembers. Parsed whenever it is read; the key of a remote server is stored encrypted. */
export const settingsSchema = v.object({
  version: v.literal(1),
  station: stationSchema,
  server: serverChoiceSchema,
  sources: savedSourcesSchema,
  preset: v.picklist(opusPresetNames),
  /** The screen's language; null follows the system. */
  language: v.nullable(v.picklist(languages)),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const stationNameSchema = stationSchema.entries.name;
export const stationLanguageSchema = languageTagSchema;
