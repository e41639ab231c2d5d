import type { Kind } from './kinds.ts';

/** One environment variable: all that is known of it. */
export interface Variable<T> {
  readonly name: string;
  readonly kind: Kind<T>;
  /** What holds where it is not set. */
  readonly fallback: T;
  /** How the reference puts that, where the value alone does not tell. */
  readonly fallbackText: string;
  /** One sentence or two. */
  readonly meaning: string;
  /** Never logged, nor shown. */
  readonly secret: boolean;
}

export type AnyVariable = Variable<unknown>;

/** What a table of variables is read into. */
export type ValuesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Variable<infer T> ? T : never;
};

export interface VariableText<T> {
  readonly fallback: T;
  readonly meaning: string;
  readonly fallbackText?: string;
  readonly secret?: boolean;
}

export function variable<T>(name: string, kind: Kind<T>, text: VariableText<NoInfer<T>>): Variable<T> {
  const { fallback, meaning, secret = false } = text;
  const written = kind.write(fallback);
  const fallbackText = text.fallbackText ?? (written === 'none' ? written : `\`${written}\``);
  return { name, kind, fallback, fallbackText, meaning, secret };
}
