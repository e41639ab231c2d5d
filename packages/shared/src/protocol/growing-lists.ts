import * as v from 'valibot';

/** A name in one of the protocol's lists that grow: of a message, a failure, a route, a rendition, a feature. */
export const nameSchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/));

/** `name` if it is known here, else `general`. */
export const nameOr = <T extends string>(general: T, known: readonly T[], name: string): T =>
  known.find((one) => one === name) ?? general;

/** One name of a list that grows. A name that is not known here yet is read as `general`. */
export const knownName = <const T extends string>(known: readonly T[], general: T) =>
  v.pipe(
    nameSchema,
    v.transform((name) => nameOr(general, known, name)),
  );

/**
 * Several names of a list that grows. Names that are not known here yet are left out. The list has no limit of its own, which would
 * end the first peer that knows one name more; the frame's size bounds it.
 */
export const knownNames = <const T extends string>(known: readonly T[]) =>
  v.pipe(
    v.array(v.unknown()),
    v.transform((names): T[] => known.filter((one) => names.includes(one))),
  );
