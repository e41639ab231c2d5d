import {
  broadcasterToServiceSchema,
  type BroadcasterToService,
  type Hello,
  helloSchema,
  listenerToServiceSchema,
  type ListenerToService,
  nameSchema,
  parseValue,
  protocolVersion,
  type Role,
  serviceToBroadcasterSchema,
  serviceToListenerSchema,
} from '@mauzin/shared';
import * as v from 'valibot';

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: 'bad-message' | 'version-mismatch';
      readonly detail: string;
      readonly fault: Fault;
    };

/**
 * `slip`: a frame that cannot be read, forgiven a few times. `forbidden`: a message of the protocol that this peer may never send,
 * not forgiven. `newer`: a message of a type that is not known here, from a peer that is newer than this service; it is ignored.
 */
export type Fault = 'slip' | 'forbidden' | 'newer';

/** As much of a hello as every version of the protocol, past and to come, has. */
const anyHelloSchema = v.object({ type: v.literal('hello'), version: v.number() });

const typesOf = (schema: { options: readonly { entries: { type: { literal: string } } }[] }): string[] =>
  schema.options.map((option) => option.entries.type.literal);
const allTypes = new Set(
  [
    listenerToServiceSchema,
    broadcasterToServiceSchema,
    serviceToListenerSchema,
    serviceToBroadcasterSchema,
  ].flatMap(typesOf),
);
const mayNot: Record<Role, ReadonlySet<string>> = {
  listener: typesBesides(typesOf(listenerToServiceSchema)),
  broadcaster: typesBesides(typesOf(broadcasterToServiceSchema)),
};

/** The first frame. A version that is not ours is told as such even where the rest of the hello cannot be read. */
export function decodeHello(frame: string): Decoded<Hello> {
  const json = parseJson(frame);
  if (!json.ok) return json;
  const any = parseValue(anyHelloSchema, json.value);
  if (any.ok && any.value.version !== protocolVersion) {
    const detail = `this service speaks version ${protocolVersion}`;
    return { ok: false, code: 'version-mismatch', detail, fault: 'slip' };
  }
  const parsed = parseValue(helloSchema, json.value);
  return parsed.ok ? parsed : bad(parsed.detail, 'slip');
}

/** A frame of a peer that is known. */
export const decodeListener = (frame: string): Decoded<ListenerToService> =>
  decodeFrom('listener', listenerToServiceSchema, frame);
export const decodeBroadcaster = (frame: string): Decoded<BroadcasterToService> =>
  decodeFrom('broadcaster', broadcasterToServiceSchema, frame);

function decodeFrom<TSchema extends v.GenericSchema>(
  role: Role,
  schema: TSchema,
  frame: string,
): Decoded<v.InferOutput<TSchema>> {
  const json = parseJson(frame);
  if (!json.ok) return json;
  const parsed = parseValue(schema, json.value);
  if (parsed.ok) return parsed;
  const typed = parseValue(v.object({ type: nameSchema }), json.value);
  return bad(parsed.detail, typed.ok ? faultOf(role, typed.value.type) : 'slip');
}

function faultOf(role: Role, type: string): Fault {
  if (!allTypes.has(type)) return 'newer';
  return mayNot[role].has(type) ? 'forbidden' : 'slip';
}

function parseJson(frame: string): Decoded<unknown> {
  try {
    return { ok: true, value: JSON.parse(frame) };
  } catch {
    return bad('not JSON', 'slip');
  }
}

const bad = (detail: string, fault: Fault): Decoded<never> => ({
  ok: false,
  code: 'bad-message',
  detail,
  fault,
});

function typesBesides(own: readonly string[]): ReadonlySet<string> {
  return new Set([...allTypes].filter((type) => !own.includes(type)));
}
