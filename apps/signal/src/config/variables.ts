import { leastTurnSecretChars, mostIceUrls, turnLifetimeSeconds } from '../ice/ice-servers.ts';
import {
  databaseUrl,
  filePath,
  folder,
  headerName,
  hostName,
  httpOrigin,
  ipAddress,
  listOf,
  oneOf,
  optional,
  orWord,
  reportUrl,
  secretOf,
  stunUrl,
  turnUrl,
  whole,
} from './kinds.ts';
import { limitVariables } from './limit-variables.ts';
import { type ValuesOf, variable } from './variable.ts';

const port = whole(1, 65_535);
const portOrAny = whole(0, 65_535);

/** Where the service is found, who may come to it, and what it keeps. */
const serviceVariables = {
  port: variable('PORT', portOrAny, {
    fallback: 8080,
    meaning: 'The TCP port of pages and WebSockets; 0 takes any free one.',
  }),
  host: variable('HOST', optional(hostName), {
    fallback: null,
    fallbackText: 'all of the machine’s',
    meaning: 'The address to listen on.',
  }),
  publicUrl: variable('MAUZIN_PUBLIC_URL', optional(httpOrigin), {
    fallback: null,
    fallbackText: 'taken from each request',
    meaning: 'Where the service is found from outside. With https, answers carry HSTS.',
  }),
  addressHeader: variable('MAUZIN_ADDRESS_HEADER', optional(headerName), {
    fallback: null,
    fallbackText: 'none: the connection’s own address',
    meaning:
      'The one header by which the proxy before the service tells a client’s address (of a list, the last entry; a port behind it is left out). Only with it `x-forwarded-proto` is believed, too. Never set it where clients reach the service without that proxy: they could then write their own address.',
  }),
  allowedOrigins: variable('ALLOWED_ORIGINS', listOf(httpOrigin, 100), {
    fallback: [],
    meaning: 'Sites, besides the service’s own, whose pages may open a WebSocket.',
  }),
  embedOrigins: variable('MAUZIN_EMBED_ORIGINS', orWord('any', listOf(httpOrigin, 100)), {
    fallback: 'any',
    meaning: 'Sites that may show the small player (`/embed/<station>`) in a frame.',
  }),
  pages: variable('MAUZIN_PAGES', optional(folder), {
    fallback: null,
    fallbackText: 'the built page beside the program',
    meaning: 'The folder of the built listener page.',
  }),
  database: variable('MAUZIN_DATABASE', databaseUrl, {
    fallback: 'file:./mauzin.db',
    meaning:
      'Where stations, keys and the history of broadcasts are kept: a file, or a libSQL server that several instances share.',
  }),
  databaseToken: variable('MAUZIN_DATABASE_TOKEN', optional(secretOf(1)), {
    fallback: null,
    secret: true,
    meaning: 'What the libSQL server asks for.',
  }),
  localCopy: variable('MAUZIN_LOCAL_COPY', optional(orWord('off', filePath)), {
    fallback: null,
    fallbackText: 'beside the database’s file (`mauzin.db.copy`); of a server `./mauzin.copy`',
    meaning:
      'The file in which the service keeps what it last knew of its stations, so that it starts while the database is away. It has the resume secret and hashes of keys and codes in it. `off`: none is kept.',
  }),
  adminToken: variable('MAUZIN_ADMIN_TOKEN', optional(secretOf(32)), {
    fallback: null,
    fallbackText: 'none: there is no admin API',
    secret: true,
    meaning: 'Opens the admin API (`/api/admin/…`).',
  }),
  resumeSecret: variable('MAUZIN_RESUME_SECRET', optional(secretOf(32)), {
    fallback: null,
    fallbackText: 'made at the first start and kept in the database',
    secret: true,
    meaning: 'Signs the tokens by which peers are known again. Another one makes all peers strangers once.',
  }),
} as const;

/** How sound gets to listeners that the desktop does not reach. */
const soundVariables = {
  relay: variable('MAUZIN_RELAY', oneOf('auto', 'on', 'off'), {
    fallback: 'auto',
    meaning:
      'Whether the service forwards sound. `auto`: where `MAUZIN_RELAY_ADDRESS` is set, or `HOST` is an address that is not this machine’s own loopback, or the machine has a public address itself.',
  }),
  relayAddress: variable('MAUZIN_RELAY_ADDRESS', optional(ipAddress), {
    fallback: null,
    fallbackText: 'the machine’s own addresses',
    meaning: 'The public address at which the relay’s UDP ports are reached.',
  }),
  relayBind: variable('MAUZIN_RELAY_BIND', optional(hostName), {
    fallback: null,
    fallbackText:
      '`HOST`; all of the machine’s where that is not set, or is loopback while `MAUZIN_RELAY_ADDRESS` is not',
    meaning:
      'The local address, or a name that resolves to it (`fly-global-services`), of the relay’s UDP ports.',
  }),
  relayPort: variable('MAUZIN_RELAY_PORT', optional(port), {
    fallback: null,
    fallbackText: 'the number of `PORT`',
    meaning: 'The UDP port of the first relay process. Further ones have the numbers after it.',
  }),
  relayProcesses: variable('MAUZIN_RELAY_PROCESSES', whole(1, 64), {
    fallback: 2,
    meaning: 'Processes that forward sound, at most. Each one starts when those before it are full.',
  }),
  relayListenersPerStation: variable('MAUZIN_RELAY_LISTENERS_PER_STATION', optional(whole(1, 320_000)), {
    fallback: null,
    fallbackText: 'four fifths of all while there are other stations, else all',
    meaning: 'Listeners of one station that the relay serves, over all of its processes.',
  }),
  relayListeners: variable('MAUZIN_RELAY_LISTENERS', whole(1, 5_000), {
    fallback: 600,
    meaning: 'Listeners that one relay process serves.',
  }),
  stunUrls: variable('MAUZIN_STUN_URLS', listOf(stunUrl, mostIceUrls), {
    fallback: [],
    meaning: 'STUN servers that phones and desktops are told of. Nobody else’s are used by default.',
  }),
  turnUrls: variable('MAUZIN_TURN_URLS', listOf(turnUrl, mostIceUrls), {
    fallback: [],
    meaning: 'TURN servers (coturn) that phones are told of, each time with credentials made for them.',
  }),
  turnSecret: variable('MAUZIN_TURN_SECRET', optional(secretOf(leastTurnSecretChars)), {
    fallback: null,
    secret: true,
    meaning: 'coturn’s `static-auth-secret`, by which these credentials are made.',
  }),
  turnTtlSeconds: variable(
    'MAUZIN_TURN_TTL_SECONDS',
    whole(turnLifetimeSeconds.least, turnLifetimeSeconds.most),
    {
      fallback: turnLifetimeSeconds.usual,
      meaning: 'How long a credential is good for, s.',
    },
  ),
} as const;

/** What the operator sees of it. */
const watchingVariables = {
  logLevel: variable('LOG_LEVEL', oneOf('debug', 'info', 'warn', 'error', 'silent'), {
    fallback: 'info',
    meaning: 'The least important lines that are logged.',
  }),
  metricsPort: variable('MAUZIN_METRICS_PORT', portOrAny, {
    fallback: 9091,
    meaning: 'The TCP port of `/metrics` (Prometheus), apart from the pages; 0: there is none.',
  }),
  metricsHost: variable('MAUZIN_METRICS_HOST', hostName, {
    fallback: '127.0.0.1',
    meaning: 'The address of that port. Figures are for the operator: do not open it to everybody.',
  }),
  errorDsn: variable('MAUZIN_ERROR_DSN', optional(reportUrl), {
    fallback: null,
    secret: true,
    meaning: 'Where mistakes of the program are reported to (the Sentry protocol).',
  }),
} as const;

/** Every environment variable of the service, by what the code calls it. */
export const variables = {
  ...serviceVariables,
  ...soundVariables,
  ...watchingVariables,
  ...limitVariables,
} as const;

/** The same in the reference's order, under its headings. */
export const chapters = [
  { title: 'Service', variables: Object.values(serviceVariables) },
  { title: 'Sound', variables: Object.values(soundVariables) },
  { title: 'Watching', variables: Object.values(watchingVariables) },
  { title: 'Limits', variables: Object.values(limitVariables) },
];

export type ConfigValues = ValuesOf<typeof variables>;
