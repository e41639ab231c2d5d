import { type Stretch, stretchByScrypt } from './access/access-code.ts';
import { type ServiceClock, serviceClock } from './clock.ts';
import type { HostsSettings } from './hosts/station-hosts.ts';
import type { HttpAppSettings } from './edge/app.ts';
import type { FrontSettings } from './edge/http/front.ts';
import type { EmbedOrigins } from './edge/http/headers.ts';
import type { HttpPart } from './edge/http/http-part.ts';
import type { LiveRouteSettings } from './edge/live/live.ts';
import type { Check } from './edge/http/readiness.ts';
import type { IceServersFor } from './ice/ice-servers.ts';
import { defaultLimits, type ServiceLimits } from './limits.ts';
import type { LiveStreams } from './live-streams.ts';
import { observers, type ServiceObserver } from './observe/contracts.ts';
import { LineMeter } from './line-meter.ts';
import type { Relay } from './sound/relay/contracts.ts';
import { type ServiceLogger, silentLogger } from './service-logger.ts';
import { createAddressOf } from './edge/sockets/address-of.ts';
import { newPeerId } from './edge/sockets/peer-id.ts';
import type { SocketsSettings } from './edge/sockets/sockets.ts';
import { fixedStations, type StationConfig, type StationDirectory } from './store/stations/contracts.ts';

export interface SignalServiceOptions {
  /** Slugs must differ. A directory's may change while the service runs. */
  readonly stations: readonly StationConfig[] | StationDirectory;
  /** Address to listen on; by default all of the machine's. */
  readonly host?: string;
  /** 0 takes any free port. Default 8080. */
  readonly port?: number;
  /** Default none: enough on one network. */
  readonly iceServersFor?: IceServersFor;
  /** The built listener page (a folder with index.html and assets/). Without it pages answer 503 in plain words. */
  readonly pagesDir?: string;
  /** Pages of these origins may connect, besides the service's own. Whoever sends no Origin (the desktop) may. */
  readonly allowedOrigins?: readonly string[];
  /** Sites that may show the small player (`/embed/<station>`) in a frame. Default any: it has nothing but a button to play. */
  readonly embedOrigins?: EmbedOrigins;
  /** Where the service is found from outside, as an origin. By default taken from each request. */
  readonly publicUrl?: string;
  /** The only header by which a proxy before the service tells a client's address, lower-case. Default none: there is no proxy. */
  readonly addressHeader?: string;
  /** What else must be there for the service to be ready, by name. */
  readonly checks?: Readonly<Record<string, Check>>;
  /** Of these, by name, what it goes on without: `degraded`, but ready. */
  readonly doesWithout?: readonly string[];
  /** What is answered below `/api/admin`. Default: there is nothing. */
  readonly adminApi?: HttpPart;
  readonly limits?: Partial<ServiceLimits>;
  /** What is served at `/live/<station>.webm`. By default nothing: only a process that has the sound can. */
  readonly liveStreams?: LiveStreams;
  /** Forwards sound for stations whose listeners the desktop does not reach, and serves it over HTTP. Closed by its owner. */
  readonly relay?: Relay;
  readonly observers?: readonly ServiceObserver[];
  /** Signs resume tokens. By default each station's is derived from its key's hash, so they outlive a restart. */
  readonly resumeSecret?: string;
  readonly logger?: ServiceLogger;
  readonly clock?: ServiceClock;
  /** 0..1 */
  readonly random?: () => number;
  readonly newPeerId?: () => string;
  /** How access codes are made expensive to guess; as `hashAccessCode` did. */
  readonly stretch?: Stretch;
}

/** What the parts of the service ask for, each in a list of its own: all options, with their defaults. */
export type ServiceSettings = FrontSettings &
  HostsSettings &
  HttpAppSettings &
  LiveRouteSettings &
  SocketsSettings & {
    readonly checks: Readonly<Record<string, Check>>;
    readonly doesWithout: readonly string[];
  };

export function settingsOf(options: SignalServiceOptions): ServiceSettings {
  const logger = options.logger ?? silentLogger;
  const addressHeader = options.addressHeader ?? null;
  const clock = options.clock ?? serviceClock;
  return {
    stations: 'get' in options.stations ? options.stations : fixedStations(options.stations),
    host: options.host ?? null,
    port: options.port ?? 8080,
    iceServersFor: options.iceServersFor ?? (() => []),
    pagesDir: options.pagesDir ?? null,
    allowedOrigins: options.allowedOrigins ?? [],
    embedOrigins: options.embedOrigins ?? 'any',
    publicUrl: options.publicUrl ?? null,
    addressHeader,
    addressOf: createAddressOf(addressHeader, logger),
    adminApi: options.adminApi ?? null,
    checks: options.checks ?? {},
    doesWithout: options.doesWithout ?? [],
    liveStreams: options.liveStreams ?? options.relay?.streams ?? null,
    relay: options.relay ?? null,
    observer: observers(options.observers ?? []),
    limits: { ...defaultLimits, ...options.limits },
    resumeSecret: options.resumeSecret ?? null,
    logger,
    clock,
    lines: new LineMeter(clock),
    random: options.random ?? Math.random,
    newPeerId: options.newPeerId ?? newPeerId,
    stretch: options.stretch ?? stretchByScrypt,
  };
}
