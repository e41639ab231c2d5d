import { createHash, createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';

import type { IceServer, Role } from '@mauzin/shared';

/** What coturn's `static-auth-secret` protects; both must know the same. */
export interface TurnOptions {
  /** At least one, see `isTurnUrl`. */
  readonly urls: readonly string[];
  /** coturn's `static-auth-secret`; at least `leastTurnSecretChars`. Never leaves this process. */
  readonly secret: string;
  /** How long a credential lets somebody in, seconds; see `turnLifetimeSeconds`. */
  readonly lifetimeSeconds: number;
}

/**
 * The ICE servers for a peer, made anew for each of its connections.
 * @param offeredOn the network of a listener that is offered a connection: equal for all of one address, and opaque. Absent: it is only greeted
 */
export type IceServersFor = (peer: string, role: Role, offeredOn?: string) => readonly IceServer[];

export interface IceOptions {
  /** See `isStunUrl`. None: nothing of somebody else's is asked. */
  readonly stunUrls: readonly string[];
  readonly turn: TurnOptions | null;
  /** Ms since 1970, for what a credential says of its end. */
  readonly wallMs: () => number;
}

/** Whom a TURN server lets in must ask again after two hours at most: a credential that got out is worth little. */
export const turnLifetimeSeconds = { least: 60, most: 7_200, usual: 7_200 } as const;

/**
 * Names under which one network's listeners ask a TURN server, by turns. coturn counts a name's relayed ports, whenever its credential was
 * made (`user-quota`): so a network has so many times that quota, however many listeners it makes up.
 */
export const turnNamesPerNetwork = 32;

/** Every listener sees what the secret made of a known text, and may guess at leisure. */
export const leastTurnSecretChars = 32;

/** Most addresses of each kind: all go into every offer, and browsers complain of five and more. */
export const mostIceUrls = 4;

const mostUrlChars = 256;

/** `stun:` or `stuns:`, a host, a port or not (RFC 7064 §3.1). IPv6 addresses stand in brackets. */
export const isStunUrl = (text: string): boolean => isIceUrl(text, /^stuns?:([^?]+)$/);

/** `turn:` or `turns:`, a host, a port or not, `?transport=udp` or `tcp` or neither (RFC 7065 §3.1). */
export const isTurnUrl = (text: string): boolean =>
  isIceUrl(text, /^turns?:([^?]+)(?:\?transport=(?:udp|tcp))?$/);

/**
 * The servers that a peer may use to find a way, made anew at each call: TURN credentials last for a time only.
 * A broadcaster gets no TURN: all its listeners share one UDP port, and TURN is for the side that has none. A listener gets it with an offer
 * alone, since whoever only says hello needs none.
 * @throws RangeError when a lifetime, or the number of addresses, is out of range
 * @throws TypeError when an address is malformed or the secret too short
 */
export function createIceServers(options: IceOptions): IceServersFor {
  check(options);
  const { stunUrls, turn, wallMs } = options;
  const stun: readonly IceServer[] = stunUrls.length === 0 ? [] : [{ urls: [...stunUrls] }];
  return (peer, role, offeredOn) => {
    if (turn === null || role === 'broadcaster' || offeredOn === undefined) return stun;
    const endsAt = Math.floor(wallMs() / 1000) + turn.lifetimeSeconds;
    return [
      ...stun,
      { urls: [...turn.urls], ...turnCredential(turn.secret, turnName(peer, offeredOn), endsAt) },
    ];
  };
}

/** Says nothing of either to the TURN server, but that several may share a network. */
function turnName(peer: string, network: string): string {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const turn = digest(peer).readUInt32BE(0) % turnNamesPerNetwork;
  return `${digest(`turn ${network}`).toString('base64url').slice(0, 16)}-${turn}`;
}

/**
 * As coturn's `use-auth-secret` checks it (draft-uberti-behave-turn-rest-00 §2.2).
 * @param endsAt Unix time, seconds
 */
function turnCredential(
  secret: string,
  name: string,
  endsAt: number,
): { readonly username: string; readonly credential: string } {
  const username = `${endsAt}:${name}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}

function check({ stunUrls, turn }: IceOptions): void {
  for (const urls of [stunUrls, turn?.urls ?? []]) {
    if (urls.length > mostIceUrls) throw new RangeError(`at most ${mostIceUrls} addresses of one kind`);
  }
  const wrong = stunUrls.find((url) => !isStunUrl(url)) ?? turn?.urls.find((url) => !isTurnUrl(url));
  if (wrong !== undefined) throw new TypeError(`${wrong} is not the address of a STUN or TURN server`);
  if (turn === null) return;
  const { least, most } = turnLifetimeSeconds;
  if (turn.urls.length === 0) throw new RangeError('a TURN secret without the address of a TURN server');
  if (turn.secret.length < leastTurnSecretChars)
    throw new TypeError(`the TURN secret has fewer than ${leastTurnSecretChars} characters`);
  if (!Number.isInteger(turn.lifetimeSeconds) || turn.lifetimeSeconds < least || turn.lifetimeSeconds > most)
    throw new RangeError(`TURN credentials last ${least} to ${most} seconds`);
}

const hostAndPort = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?))(?::(\d{1,5}))?$/i;

function isIceUrl(text: string, shape: RegExp): boolean {
  if (text.length > mostUrlChars) return false;
  const [matched, inBrackets, , port = '3478'] = hostAndPort.exec(shape.exec(text)?.[1] ?? '') ?? [];
  if (matched === undefined || (inBrackets !== undefined && !isIPv6(inBrackets))) return false;
  return Number(port) >= 1 && Number(port) <= 65_535;
}
