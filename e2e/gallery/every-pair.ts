import { make } from 'covertable';

type Factors = Readonly<Record<string, readonly (string | number)[]>>;
export type RowOf<F extends Factors> = { readonly [Name in keyof F]: F[Name][number] };

/**
 * Rows in which every value of each factor meets every value of each other factor: far fewer than every combination. A fault that needs
 * three certain values at once may be missed; those are for the nightly tests. The same rows for the same factors.
 */
export function everyPair<const F extends Factors>(factors: F): readonly RowOf<F>[] {
  const changeable = Object.fromEntries(Object.entries(factors).map(([name, values]) => [name, [...values]]));
  return make(changeable) as RowOf<F>[];
}

/** Every combination, the first factor changing slowest. */
export function everyCombination<const F extends Factors>(factors: F): readonly RowOf<F>[] {
  let rows: (readonly [string, string | number])[][] = [[]];
  for (const [name, values] of Object.entries(factors))
    rows = rows.flatMap((row) => values.map((value) => row.concat([[name, value]])));
  return rows.map((row) => Object.fromEntries(row)) as RowOf<F>[];
}
