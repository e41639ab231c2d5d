import type { ServiceLimits } from '../limits.ts';
import { isLoopback, relayBindOf } from '../sound/relay/relay-wanted.ts';
import { limitsOf } from './limit-variables.ts';
import { nearestName } from './nearest-name.ts';
import type { AnyVariable } from './variable.ts';
import { type ConfigValues, variables } from './variables.ts';

/** Everything that the environment says, or its defaults. */
export type Config = ConfigValues & { readonly limits: ServiceLimits };

export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  /** One sentence for each thing that is wrong, naming the variable. Never a secret's value. */
  | { readonly ok: false; readonly problems: readonly string[] };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Of the desktop app, of compose.yaml and of the tests; they may well be set where the service runs. */
const notOurs =
  /^MAUZIN_(?:ACCESS_CODE|CHROMIUM|ELECTRON|FIREFOX|HOMEPAGE|IMAGE|KEY|LIVE_SECONDS|UPDATES_URL)$/;
const all: readonly AnyVariable[] = Object.values(variables);
const names = all.map(({ name }) => name);

/** Reads the service's configuration. What is empty is not set. Pure. */
export function readConfig(env: Environment): ReadConfig {
  const problems = unknownNames(env);
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries<AnyVariable>(variables)) {
    const text = env[variable.name]?.trim() ?? '';
    const parsed = text === '' ? null : variable.kind.parse(text);
    if (parsed?.ok === false) problems.push(sentence(variable, text, parsed.problem));
    values[key] = parsed?.ok === true ? parsed.value : variable.fallback;
  }
  if (problems.length > 0) return { ok: false, problems };
  const config = values as ConfigValues;
  const clashes = clashesIn(config);
  return clashes.length > 0
    ? { ok: false, problems: clashes }
    : { ok: true, config: { ...config, limits: limitsOf(config) } };
}

function sentence({ name, secret }: AnyVariable, text: string, problem: string): string {
  // What was meant for another variable may be a secret, too: only short texts are repeated.
  const shown = secret || text.length > 60 || problem.includes('"') ? '' : `, not ${JSON.stringify(text)}`;
  return `${name} ${problem}${shown}.`;
}

function unknownNames(env: Environment): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('MAUZIN_') && !names.includes(name) && !notOurs.test(name))
    .map((name) => {
      const near = nearestName(name, names);
      return `There is no variable ${name}.${near === null ? '' : ` Did you mean ${near}?`}`;
    });
}

/** Values that are right by themselves, but not together. */
function clashesIn(config: ConfigValues): string[] {
  const { metricsPort, port, publicUrl, relay, relayPort, relayProcesses, turnSecret, turnUrls } = config;
  const firstUdpPort = relayPort ?? port;
  const clash = (isOne: boolean, text: string): string[] => (isOne ? [text] : []);
  return [
    ...clash(
      turnUrls.length > 0 && turnSecret === null,
      'MAUZIN_TURN_URLS needs MAUZIN_TURN_SECRET: without credentials no TURN server lets anybody in.',
    ),
    ...clash(
      turnSecret !== null && turnUrls.length === 0,
      'MAUZIN_TURN_SECRET needs MAUZIN_TURN_URLS: nobody knows where the TURN server is.',
    ),
    ...clash(
      relay === 'on' &&
        publicUrl !== null &&
        !isLoopback(new URL(publicUrl).hostname) &&
        isLoopback(relayBindOf(config) ?? ''),
      'MAUZIN_RELAY=on needs MAUZIN_RELAY_ADDRESS, this machine’s public address: where HOST is loopback, nobody reaches the relay else.',
    ),
    ...clash(
      metricsPort !== 0 && metricsPort === port,
      `PORT and MAUZIN_METRICS_PORT must differ; both are ${port}.`,
    ),
    ...clash(
      firstUdpPort !== 0 && firstUdpPort + relayProcesses - 1 > 65_535,
      'MAUZIN_RELAY_PORT is too high: each of MAUZIN_RELAY_PROCESSES needs a port after it, up to 65535.',
    ),
  ];
}
