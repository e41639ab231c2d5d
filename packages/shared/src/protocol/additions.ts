import type { Feature } from './features.ts';
import { type FailureCode, failures, generalFailures, type Retry } from './failures.ts';
import type { Rendition, Route } from './fields.ts';
import type {
  BroadcasterToService,
  ListenerToService,
  ServiceToBroadcaster,
  ServiceToListener,
} from './messages.ts';

type Message = BroadcasterToService | ListenerToService | ServiceToBroadcaster | ServiceToListener;

/** The protocol's first day: what every peer knows, whatever it lists. These types never grow. */
type FirstMessage =
  | 'answer'
  | 'bye'
  | 'candidate'
  | 'capacity'
  | 'closed'
  | 'error'
  | 'health'
  | 'hello'
  | 'listen'
  | 'listener-left'
  | 'live'
  | 'off'
  | 'offer'
  | 'ping'
  | 'pong'
  | 'presence'
  | 'reached'
  | 'refuse'
  | 'unlisten'
  | 'welcome';
type FirstRoute = 'direct' | 'relay';
type FirstRendition = 'normal' | 'saver';
type FirstFailure =
  | 'bad-message'
  | 'code-needed'
  | 'heartbeat-lost'
  | 'hello-timeout'
  | 'origin-refused'
  | 'replaced'
  | 'restarting'
  | 'station-full'
  | 'station-taken'
  | 'taken-over'
  | 'too-many-messages'
  | 'too-many-tries'
  | 'too-slow'
  | 'unknown-station'
  | 'version-mismatch'
  | 'wrong-code'
  | 'wrong-key';

/** Each name that came after the first day, with the feature that a receiver must have listed. */
type Later<TName extends string, TFirst extends string> = Readonly<
  Record<Exclude<TName, TFirst>, Feature> & Record<string, Feature>
>;

// What came after the first day. A new message, route, rendition or failure without an entry here does not compile. Each table is a
// constant of its own, so that a page loads only the one that it needs.
export const laterMessages: Later<Message['type'], FirstMessage> = { ticket: 'ticket', dismissed: 'dismiss' };
export const laterRoutes: Later<Route, FirstRoute> = {};
export const laterRenditions: Later<Rendition, FirstRendition> = {};
export const laterFailures: Later<FailureCode, FirstFailure> = {};

/** Which feature a receiver must have listed to know messages of this type; undefined: none. */
export const featureOfType = (type: Message['type']): Feature | undefined => laterMessages[type];

/** What to call a failure for a peer that has listed these features: a failure that the peer does not know is told as the general one. */
export const failureFor = (code: FailureCode, listed: readonly Feature[]): FailureCode =>
  isKnown(laterFailures, code, listed) ? code : generalFailures[failures[code].retry];

/** How an `error` names a failure for a peer that has listed these features. A field that is undefined is not sent. */
export function errorFor(
  code: FailureCode,
  listed: readonly Feature[],
): { readonly code: FailureCode; readonly retry: Retry | undefined } {
  const told = failureFor(code, listed);
  return { code: told, retry: listed.includes('retry') ? failures[told].retry : undefined };
}

type FromService = ServiceToBroadcaster | ServiceToListener;
/** What a listener would rather hear, as a broadcaster is told. */
interface Wish {
  readonly rendition?: Rendition | undefined;
}
/** A message, with the fields that hold names of growing lists. */
interface Named {
  readonly type: FromService['type'];
  readonly code?: FailureCode;
  readonly route?: Route;
  readonly rendition?: Rendition;
  readonly report?: { readonly route: Route; readonly rendition?: Rendition };
  readonly renditions?: readonly Rendition[];
  readonly listening?: readonly Wish[];
  readonly httpStream?: Route;
}

/**
 * The form in which a peer that has listed these features is sent a message of the service: mostly the message itself. Choices and wishes that
 * the peer does not know are left out, and a failure is told as the general one. Null: the peer would not understand it.
 */
export function toldTo<T extends FromService>(message: T, listed: readonly Feature[]): T | null {
  const { code, httpStream, listening, rendition, renditions, report, route, type } = message as Named;
  const knowsRendition = (one: Rendition | undefined): boolean => isKnown(laterRenditions, one, listed);
  // A wish that the broadcaster does not know is left out; but an offer that a listener does not know cannot be sent.
  const wishes = type === 'listen' && !knowsRendition(rendition);
  const isWhole =
    isKnown(laterMessages, type, listed) &&
    isKnown(laterRoutes, route, listed) &&
    isKnown(laterRoutes, report?.route, listed) &&
    (wishes || knowsRendition(rendition)) &&
    knowsRendition(report?.rendition);
  if (!isWhole) return null;
  if (type === 'error' && code !== undefined) return { ...message, ...errorFor(code, listed) };
  const hasStream = isKnown(laterRoutes, httpStream, listed);
  const knowsAll = (renditions ?? []).every(knowsRendition);
  const knowsWishes = (listening ?? []).every((wish) => knowsRendition(wish.rendition));
  if (!wishes && hasStream && knowsAll && knowsWishes) return message;
  const known = (wish: Wish): Wish =>
    knowsRendition(wish.rendition) ? wish : { ...wish, rendition: undefined };
  return {
    ...message,
    ...(wishes ? { rendition: undefined } : {}),
    ...(hasStream ? {} : { httpStream: undefined }),
    ...(renditions ? { renditions: renditions.filter(knowsRendition) } : {}),
    ...(listening ? { listening: listening.map(known) } : {}),
  };
}

/** Whether a peer that has listed these features knows a name; true also where there is no name. */
function isKnown(
  later: Readonly<Record<string, Feature>>,
  name: string | undefined,
  listed: readonly Feature[],
): boolean {
  const needed = name === undefined ? undefined : later[name];
  return needed === undefined || listed.includes(needed);
}
