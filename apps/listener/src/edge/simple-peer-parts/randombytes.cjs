/** Stands in for `randombytes` under simple-peer, which only wants the bytes in hexadecimal for a name. */
module.exports = (length) => {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return { toString: () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
};
