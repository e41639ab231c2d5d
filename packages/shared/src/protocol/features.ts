import { knownNames } from './growing-lists.ts';

/**
 * What was added to the protocol since its first day, under one name for each addition. A peer lists in its `hello` what it knows, the
 * service in its `welcome`; nobody is sent an addition that it has not listed, so that older peers go on working. The list
 * only ever grows, and never raises `protocolVersion`.
 *
 * - `retry`: an `error` says itself whether to come back, so that a peer that does not know its code can tell a person what to expect.
 * - `ticket`: the HTTP stream of a private station is opened by a ticket, which lasts less than an hour and is renewed over the socket.
 * - `dismiss`: a broadcaster is told when everybody is to come in anew.
 */
export const features = ['retry', 'ticket', 'dismiss'] as const;
export type Feature = (typeof features)[number];

export const featuresSchema = knownNames(features);

/** The service's own list for a peer: those of the peer's features that it knows; no list for a peer that sent none. */
export const listedFeatures = (hello: {
  readonly features?: readonly Feature[] | undefined;
}): { features?: Feature[] } => (hello.features === undefined ? {} : { features: [...hello.features] });
