/** The little of JSON Schema that the frozen frames are described with. A field that an object does not name is one too many. */
export interface StrictSchema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly StrictSchema[];
  readonly type?: 'array' | 'integer' | 'null' | 'number' | 'object' | 'string';
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: StrictSchema;
  readonly properties?: Readonly<Record<string, StrictSchema>>;
  readonly required?: readonly string[];
}

type Definitions = Readonly<Record<string, StrictSchema>>;

/** Everything about `value` that its schema does not allow, each with its place; none: it is as it was. */
export function complaints(schema: StrictSchema, value: unknown, known: Definitions, at = 'frame'): string[] {
  if (schema.$ref !== undefined) {
    const definition = known[schema.$ref];
    return definition ? complaints(definition, value, known, at) : [`${at}: no definition ${schema.$ref}`];
  }
  if (schema.anyOf) {
    const fits = schema.anyOf.some((one) => complaints(one, value, known, at).length === 0);
    return fits ? [] : [`${at}: none of those allowed`];
  }
  if ('const' in schema) return value === schema.const ? [] : [`${at}: another value`];
  if (schema.enum) return schema.enum.includes(value) ? [] : [`${at}: ${JSON.stringify(value)} is new`];
  switch (schema.type) {
    case 'object':
      return inObject(schema, value, known, at);
    case 'array':
      if (!Array.isArray(value)) return [`${at}: no list`];
      return value.flatMap((one: unknown, index) =>
        complaints(schema.items ?? {}, one, known, `${at}[${index}]`),
      );
    case 'string':
      return typeof value === 'string' && stringFits(schema, value) ? [] : [`${at}: no such text`];
    case 'integer':
    case 'number':
      return typeof value === 'number' && numberFits(schema, value) ? [] : [`${at}: no such number`];
    case 'null':
      return value === null ? [] : [`${at}: not null`];
    default:
      return [`${at}: nothing is allowed`];
  }
}

function inObject(schema: StrictSchema, value: unknown, known: Definitions, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: no object`];
  const { properties = {}, required = [] } = schema;
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name}: missing`);
  const wrong = Object.entries(value).flatMap(([name, field]) => {
    const allowed = properties[name];
    return allowed ? complaints(allowed, field, known, `${at}.${name}`) : [`${at}.${name}: is new`];
  });
  return [...missing, ...wrong];
}

const stringFits = ({ maxLength = Infinity, minLength = 0, pattern = '' }: StrictSchema, text: string) =>
  text.length >= minLength && text.length <= maxLength && new RegExp(pattern).test(text);

const numberFits = ({ maximum = Infinity, minimum = -Infinity, type }: StrictSchema, value: number) =>
  value >= minimum && value <= maximum && (type === 'number' || Number.isInteger(value));
