import { knownNames } from './growing-lists.ts';

/**
 * What was added to the protocol since its first day, under one name for each addition. A peer lists in its `hello` what it knows, the
 * service in its `welcome`; nobody is sent an addition that it has not listed, so that who was there before lives on. Only ever
 * grows, and never raises `protocolVersion`.
 *
 * - `retry`: an `error` says itself whether to come back, so that who does not know its code can tell a person what to expect.
 */
export const features = ['retry'] as const;
export type Feature = (typeof features)[number];

export const featuresSchema = knownNames(features);

/** How the service lists its own: those of the peer's that it knows, and none to a peer that lists none and would not know what that is. */
export const listedFeatures = (hello: {
  readonly features?: readonly Feature[] | undefined;
}): { features?: Feature[] } => (hello.features === undefined ? {} : { features: [...hello.features] });
