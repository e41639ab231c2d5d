import { savedSourcesSchema, serverChoiceSchema, settingsSchema } from '@mauzin/desktop-contract';
import * as v from 'valibot';

import { savedPinSchema } from '../lock/pin-lock.ts';

/** A key as it lies in the file: sealed by the system's key store where there is one. */
const sealedSchema = v.variant('kind', [
  v.object({ kind: v.literal('sealed'), base64: v.string() }),
  v.object({ kind: v.literal('plain'), text: v.string() }),
]);
export type Sealed = v.InferOutput<typeof sealedSchema>;

const [insideSchema, remoteSchema] = serverChoiceSchema.options;

const { accessCode: _accessCode, ...entries } = settingsSchema.entries;

/** The settings as they lie on disk: like `Settings`, with the keys, the access code and the PIN apart. */
export const settingsFileSchema = v.object({
  ...entries,
  server: v.variant('kind', [insideSchema, v.omit(remoteSchema, ['key'])]),
  sources: savedSourcesSchema,
  /** The first version had none: there it is the station's own. */
  stationLanguages: v.optional(settingsSchema.entries.stationLanguages.wrapped),
  /** `inside` is null while the key store has sealed none: then the next start makes another one. */
  keys: v.object({ inside: v.nullable(sealedSchema), remote: v.nullable(sealedSchema) }),
  accessCode: v.optional(v.nullable(sealedSchema), null),
  /** Apart from the settings, as the keys are: it never goes to the window. */
  pin: v.optional(v.nullable(savedPinSchema), null),
});
export type SettingsFile = v.InferOutput<typeof settingsFileSchema>;
