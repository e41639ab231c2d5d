/** Escapes text for HTML: for text content and for attribute values in double quotes (HTML, §13.3). */
export const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** JSON for a data block: `<` is escaped, so that nothing in the JSON can end the block. */
export const jsonForHtml = (value: unknown): string =>
  JSON.stringify(value).replace(/</g, String.raw`\u003c`);
