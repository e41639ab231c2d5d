/** How many letters must be put in, left out or exchanged to make one of the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of from.split('').entries()) {
    const next = [line + 1];
    for (const [column, other] of to.split('').entries()) {
      const exchanged = (row[column] ?? 0) + Number(letter !== other);
      next.push(Math.min(exchanged, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** The known name that was likely meant, with or without the prefix that most of them have; null: none is near. */
export function nearestName(written: string, known: readonly string[]): string | null {
  const bare = (name: string): string => name.replace(/^MAUZIN_/, '');
  const ranked = known
    .map((name) => ({ name, away: Math.min(distance(written, name), distance(bare(written), bare(name))) }))
    .toSorted((one, other) => one.away - other.away);
  const [best] = ranked;
  return best && best.away <= Math.max(2, bare(written).length / 3) ? best.name : null;
}
