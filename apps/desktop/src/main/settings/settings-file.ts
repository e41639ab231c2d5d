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
  keys: v.object({ inside: sealedSchema, remote: v.nullable(sealedSchema) }),
  accessCode: v.optional(v.nullable(sealedSchema), null),
  /** Apart from the settings, as the keys are: it never goes to the window. */
  pin: v.optional(v.nullable(savedPinSchema), null),
});
export type SettingsFile = v.InferOutput<typeof settingsFileSchema>;

/** The system's key store; `null` where there is none. */
export interface Vault {
  seal(text: string): Buffer;
  /** Throws when it was sealed by another person or machine. */
  open(sealed: Buffer): string;
}

export const seal = (vault: Vault | null, text: string): Sealed =>
  vault ? { kind: 'sealed', base64: vault.seal(text).toString('base64') } : { kind: 'plain', text };

/** The key, or null when it can no longer be read. */
export function unseal(vault: Vault | null, sealed: Sealed): string | null {
  if (sealed.kind === 'plain') return sealed.text;
  try {
    return vault ? vault.open(Buffer.from(sealed.base64, 'base64')) : null;
  } catch {
    return null;
  }
}
