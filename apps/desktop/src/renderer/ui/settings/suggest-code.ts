/** As many digits as are easily read out and typed, and too many to guess where wrong ones have to wait. */
const digits = 6;
const least = 10 ** (digits - 1);
const most = 10 ** digits - 1;
const all = 2 ** 32;

/**
 * A new access code that begins with no zero.
 * @param random a whole number, 0 to 2³² − 1, each as likely as any other
 */
export function suggestCode(random: () => number): string {
  const count = most - least + 1;
  // Numbers beyond the last whole run of codes are drawn again: they would make some codes likelier.
  const fair = all - (all % count);
  let drawn = random();
  while (drawn >= fair) drawn = random();
  return String(least + (drawn % count));
}

/** From the browser's own random source. */
export const randomNumber = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
