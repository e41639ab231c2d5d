import * as v from 'valibot';

export type ParseResult<T> =
  | { readonly ok: true; readonly value: T }
  /** `detail` says where parsing went wrong, without repeating what was sent. */
  | { readonly ok: false; readonly detail: string };

/** Parses one text frame against a schema. Never throws, whatever was sent. */
export function parseFrame<TSchema extends v.GenericSchema>(
  schema: TSchema,
  frame: string,
): ParseResult<v.InferOutput<TSchema>> {
  let json: unknown;
  try {
    json = JSON.parse(frame);
  } catch {
    return { ok: false, detail: 'not JSON' };
  }
  return parseValue(schema, json);
}

/** Parses a value that came from another process against a schema. Never throws. */
export function parseValue<TSchema extends v.GenericSchema>(
  schema: TSchema,
  value: unknown,
): ParseResult<v.InferOutput<TSchema>> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? 'message';
  return { ok: false, detail: `${path}: expected ${issue.expected ?? 'something else'}` };
}
