/** Hosts on the mosque's own network, which have no certificate: an IPv4 address or a name without a domain. */
const ownNetwork = /^(\d{1,3}(\.\d{1,3}){3}|localhost|[^./:]+|[^/:]+\.(local|lan|home))(:\d+)?(\/|$)/i;

/** An address as people type it: without a scheme it gets one, so that nobody has to know the word. */
export function webAddress(typed: string): string {
  const text = typed.trim();
  // Browsers take a blank inside an address as a part of it: without a scheme it stays what it is, no address.
  if (text === '' || /\s/.test(text) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return `${ownNetwork.test(text) ? 'http' : 'https'}://${text}`;
}
