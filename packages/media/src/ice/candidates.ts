/** ICE candidates of our side (RFC 8839 §5.1), on their way to a listener. */

const candidatePattern = /^candidate:\S+ (\d) (\S+) \d+ (\S+) (\d+) typ (\S+)/i;

/** Below every real host candidate, so that those on the mosque's own network are preferred (RFC 8445 §5.1.2.1). */
const lastHostPriority = 126 * 2 ** 24 + 255;

/** Without the `a=` that node-datachannel puts before it. */
export const withoutPrefix = (candidate: string): string => candidate.replace(/^a=/, '');

/** The address that a candidate names; null when it cannot be read. Browsers hide their own behind a name in `.local`. */
export const addressOfCandidate = (candidate: string): string | null =>
  candidatePattern.exec(candidate)?.[3] ?? null;

/** The same host candidate at another address, for a machine known outside by an address that it does not have itself. */
export function atAddress(candidate: string, address: string): string | null {
  const [, component, transport, own, port, type] = candidatePattern.exec(candidate) ?? [];
  if (type !== 'host' || transport?.toLowerCase() !== 'udp' || own === address) return null;
  return hostCandidate(address, Number(port), Number(component));
}

/** A host candidate made by hand. */
export function hostCandidate(address: string, port: number, component = 1): string {
  const foundation = address.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 32);
  return `candidate:${foundation} ${component} UDP ${lastHostPriority} ${address} ${port} typ host`;
}
