import { defaultLimits, type ServiceLimits } from '../limits.ts';
import { whole } from './kinds.ts';
import { type ValuesOf, variable, type Variable } from './variable.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const { bufferedBytes, bytesPerSecond, framesPerSecond, ...plain } = defaultLimits;

function limit(
  name: string,
  [least, most]: readonly [number, number],
  fallback: number,
  meaning: string,
): Variable<number> {
  return variable(name, whole(least, most), { fallback, meaning });
}

/** What the service takes, and how long it waits: the limits that a host may set. All of them are enforced. */
export const limitVariables = {
  maxListeners: limit(
    'MAUZIN_MAX_LISTENERS',
    [1, 100_000],
    plain.maxListeners,
    'Listener pages open at one station; a station may have a limit of its own.',
  ),
  directCapacity: limit(
    'MAUZIN_DIRECT_CAPACITY',
    [0, 100_000],
    plain.directCapacity,
    'Listeners that one broadcaster serves directly; a station may have a limit of its own, and the desktop may say that it can do less.',
  ),
  directWithinMs: limit(
    'MAUZIN_DIRECT_WITHIN_MS',
    [500, minute],
    plain.directWithinMs,
    'How long a direct connection may take until sound goes out over it, before the listener is moved to the relay, ms.',
  ),
  uplinkLingerMs: limit(
    'MAUZIN_UPLINK_LINGER_MS',
    [0, 60 * minute],
    plain.uplinkLingerMs,
    'How long the relay is still sent a station’s sound after the last who needed it, ms.',
  ),
  graceMs: limit(
    'MAUZIN_GRACE_MS',
    [0, 10 * minute],
    plain.graceMs,
    'How long a station stays on the air while its broadcaster’s socket is gone, ms.',
  ),
  presenceEveryMs: limit(
    'MAUZIN_PRESENCE_EVERY_MS',
    [100, minute],
    plain.presenceEveryMs,
    'Least time between two messages that tell the broadcaster how many listen, ms.',
  ),
  maxConnections: limit(
    'MAUZIN_MAX_CONNECTIONS',
    [1, 1_000_000],
    plain.maxConnections,
    'WebSockets open at the whole service. More are answered 503.',
  ),
  connectionsPerAddress: limit(
    'MAUZIN_CONNECTIONS_PER_ADDRESS',
    [1, 1_000_000],
    plain.connectionsPerAddress,
    'WebSockets open to one address. More are answered 429. A hall of 1,500 phones behind one address, some of them still with their old socket, must fit.',
  ),
  broadcasterReserve: limit(
    'MAUZIN_BROADCASTER_RESERVE',
    [0, 10_000],
    plain.broadcasterReserve,
    'WebSockets beyond both limits that are kept for broadcasters: they come in while all else is full, and only with a right key.',
  ),
  hellosPerAddress: limit(
    'MAUZIN_HELLOS_PER_ADDRESS',
    [1, 100_000],
    plain.hellosPerAddress,
    'Listeners that one address may bring a second, lastingly. Broadcasters are not counted: their keys are, when they are wrong.',
  ),
  helloBurstPerAddress: limit(
    'MAUZIN_HELLO_BURST_PER_ADDRESS',
    [1, 100_000],
    plain.helloBurstPerAddress,
    'How many of them may come at once: a whole hall, after the network was away.',
  ),
  messagesPerAddress: limit(
    'MAUZIN_MESSAGES_PER_ADDRESS',
    [10, 1_000_000],
    plain.messagesPerAddress,
    'Messages a second that all listeners of one address may send together, lastingly.',
  ),
  messageBurstPerAddress: limit(
    'MAUZIN_MESSAGE_BURST_PER_ADDRESS',
    [10, 10_000_000],
    plain.messageBurstPerAddress,
    'How many of them may come at once: when a station goes live, a whole hall answers offers with candidates.',
  ),
  bytesPerAddress: limit(
    'MAUZIN_BYTES_PER_ADDRESS',
    [64 * 1024, 1024 ** 3],
    plain.bytesPerAddress,
    'Bytes a second that all listeners of one address may send together, lastingly.',
  ),
  byteBurstPerAddress: limit(
    'MAUZIN_BYTE_BURST_PER_ADDRESS',
    [64 * 1024, 1024 ** 3],
    plain.byteBurstPerAddress,
    'How many of them may come at once: the answers and candidates of a whole hall.',
  ),
  requestsPerAddress: limit(
    'MAUZIN_REQUESTS_PER_ADDRESS',
    [1, 100_000],
    plain.requestsPerAddress,
    'Plain HTTP requests a second of one address, lastingly. More are answered 429.',
  ),
  requestBurstPerAddress: limit(
    'MAUZIN_REQUEST_BURST_PER_ADDRESS',
    [1, 1_000_000],
    plain.requestBurstPerAddress,
    'How many of them may come at once: a hall that opens the page, eight requests each.',
  ),
  maxHttpConnections: limit(
    'MAUZIN_MAX_HTTP_CONNECTIONS',
    [10, 1_000_000],
    plain.maxHttpConnections,
    'TCP connections that have asked for pages and answers, live streams among them. More are answered 503 and closed; WebSockets have places of their own, and `/healthz` and `/readyz` are always answered.',
  ),
  httpConnectionsPerAddress: limit(
    'MAUZIN_HTTP_CONNECTIONS_PER_ADDRESS',
    [10, 1_000_000],
    plain.httpConnectionsPerAddress,
    'Answers under way to one address, live streams among them. Its TCP connections besides WebSockets as well, but not behind a proxy (`MAUZIN_ADDRESS_HEADER`), which is one address for all.',
  ),
  headersTimeoutMs: limit(
    'MAUZIN_HEADERS_TIMEOUT_MS',
    [second, 10 * minute],
    plain.headersTimeoutMs,
    'How long the head of a request may take to come, ms. Slower ones are answered 408.',
  ),
  requestTimeoutMs: limit(
    'MAUZIN_REQUEST_TIMEOUT_MS',
    [second, 10 * minute],
    plain.requestTimeoutMs,
    'How long a whole request may take to come, ms.',
  ),
  answerIdleMs: limit(
    'MAUZIN_ANSWER_IDLE_MS',
    [second, 10 * minute],
    plain.answerIdleMs,
    'How long a visitor may take nothing of an answer before the connection is ended, ms. Live streams have a rule of their own: 10 s while there is sound.',
  ),
  answerWithinMs: limit(
    'MAUZIN_ANSWER_WITHIN_MS',
    [5 * second, 60 * minute],
    plain.answerWithinMs,
    'How long a visitor may take for the whole of an answer, ms. Live streams have no end.',
  ),
  keepAliveMs: limit(
    'MAUZIN_KEEP_ALIVE_MS',
    [second, 10 * minute],
    plain.keepAliveMs,
    'How long a connection may be idle between two requests, ms. Longer than the proxy before it keeps its own, where there is one.',
  ),
  maxStreams: limit(
    'MAUZIN_MAX_STREAMS',
    [0, 100_000],
    plain.maxStreams,
    'HTTP live streams open at the whole service. One address never has more of them than are still free: half, when it comes alone.',
  ),
  streamsPerAddress: limit(
    'MAUZIN_STREAMS_PER_ADDRESS',
    [0, 100_000],
    plain.streamsPerAddress,
    'HTTP live streams open to one address.',
  ),
  messageBytes: limit(
    'MAUZIN_MESSAGE_BYTES',
    [16 * 1024, plain.messageBytes],
    plain.messageBytes,
    'Largest message that is taken from a WebSocket, bytes. The protocol allows no larger one.',
  ),
  listenerMessages: limit(
    'MAUZIN_LISTENER_MESSAGES_PER_SECOND',
    [1, 10_000],
    framesPerSecond.listener,
    'Messages a second that a listener may send, lastingly; four seconds’ worth may come at once.',
  ),
  broadcasterMessages: limit(
    'MAUZIN_BROADCASTER_MESSAGES_PER_SECOND',
    [10, 100_000],
    framesPerSecond.broadcaster,
    'The same for a broadcaster, which offers sound to hundreds when it goes live.',
  ),
  listenerBytes: limit(
    'MAUZIN_LISTENER_BYTES_PER_SECOND',
    [16 * 1024, 1024 ** 3],
    bytesPerSecond.listener,
    'Bytes a second that a listener may send, lastingly; four seconds’ worth may come at once.',
  ),
  broadcasterBytes: limit(
    'MAUZIN_BROADCASTER_BYTES_PER_SECOND',
    [64 * 1024, 1024 ** 3],
    bytesPerSecond.broadcaster,
    'The same for a broadcaster.',
  ),
  listenerBuffer: limit(
    'MAUZIN_LISTENER_BUFFER_BYTES',
    [64 * 1024, 1024 ** 3],
    bufferedBytes.listener,
    'Bytes that may wait for a listener that reads too slowly, before it is cut.',
  ),
  broadcasterBuffer: limit(
    'MAUZIN_BROADCASTER_BUFFER_BYTES',
    [64 * 1024, 1024 ** 3],
    bufferedBytes.broadcaster,
    'The same for a broadcaster.',
  ),
  helloTimeoutMs: limit(
    'MAUZIN_HELLO_TIMEOUT_MS',
    [100, minute],
    plain.helloTimeoutMs,
    'From a WebSocket’s opening to its hello, ms.',
  ),
  pingEveryMs: limit(
    'MAUZIN_PING_EVERY_MS',
    [100, 5 * minute],
    plain.pingEveryMs,
    'How often a WebSocket is asked for a sign of life, ms. One that gives none is ended within two of these.',
  ),
  resumeForMs: limit(
    'MAUZIN_RESUME_FOR_MS',
    [minute, 366 * day],
    plain.resumeForMs,
    'How long a peer that was away is known again, ms.',
  ),
  wrongCodeDelayMs: limit(
    'MAUZIN_WRONG_CODE_DELAY_MS',
    [0, 10 * second],
    plain.wrongCodeDelayMs,
    'How long a wrong access code waits for its answer, ms.',
  ),
  goodbyeMs: limit(
    'MAUZIN_GOODBYE_MS',
    [100, 8 * second],
    plain.goodbyeMs,
    'How long a closed WebSocket may take to say goodbye before it is ended, ms.',
  ),
} as const;

type LimitValues = ValuesOf<typeof limitVariables>;

/** The limits as the service takes them. */
export function limitsOf(values: LimitValues): ServiceLimits {
  const own = Object.fromEntries(Object.entries(values).filter(([key]) => key in limitVariables));
  const { broadcasterBuffer, broadcasterBytes, broadcasterMessages, ...others } = own as LimitValues;
  const { listenerBuffer, listenerBytes, listenerMessages, ...plainValues } = others;
  return {
    ...plainValues,
    bytesPerSecond: { listener: listenerBytes, broadcaster: broadcasterBytes },
    framesPerSecond: { listener: listenerMessages, broadcaster: broadcasterMessages },
    bufferedBytes: { listener: listenerBuffer, broadcaster: broadcasterBuffer },
  };
}
