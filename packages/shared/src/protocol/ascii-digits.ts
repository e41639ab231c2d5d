const digit = /\p{Nd}/u;

/**
 * Digits of any script as ASCII digits, all else untouched: a PIN or a port is the same on every keyboard. Each script's ten
 * digits stand in a row from zero to nine (Unicode Standard, §4.6), and some rows follow each other without a gap.
 */
export function asciiDigits(text: string): string {
  return Array.from(text, (sign) => (digit.test(sign) ? String(digitValue(sign)) : sign)).join('');
}

function digitValue(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  let zero = code;
  while (digit.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
