const rightToLeft = /[\u0590-\u08ff]/;

/** Puts values into a text's `{places}`. Names in another script stay in one piece within a text from right to left. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  const isolate = (value: string): string =>
    rightToLeft.test(text) && !rightToLeft.test(value) ? `\u2068${value}\u2069` : value;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return typeof value === 'string' ? isolate(value) : String(value ?? place);
  });
}
