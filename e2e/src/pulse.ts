import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run, startChild } from './children.ts';
import { makeTemporaryDir, removeTemporaryDir } from './temporary.ts';

/** A virtual mixer: what is played into `sink` is what Chromium captures from the input called `description`. */
export interface Mixer {
  readonly sink: string;
  readonly source: string;
  readonly description: string;
  /** Pulls the cable: the input disappears from the system. Harmless when repeated. */
  remove(): Promise<void>;
}

/** A phone's speaker: what a Chromium started with `sink` plays can be recorded from there. */
export interface PhoneSpeaker {
  readonly sink: string;
  remove(): Promise<void>;
}

export interface Pulse {
  /** To be given to every program that shall play or capture here. */
  readonly env: Readonly<Record<string, string>>;
  /** The default sink: where programs play that were told nothing else. System sound is captured from it. */
  readonly speakers: string;
  /** The input that carries the system's sound, by the name that Chromium shows. */
  readonly loopback: string;
  pactl(...args: readonly string[]): Promise<string>;
  /** The first mixer becomes the default input. `name` is PulseAudio's, `description` what people read. */
  addMixer(name: string, description: string): Promise<Mixer>;
  addPhone(name: string): Promise<PhoneSpeaker>;
  /** Loads a module and returns its number. */
  load(module: string, ...args: readonly string[]): Promise<number>;
  /** Unloads a module; one that has gone already is no error. */
  unload(module: number): Promise<void>;
  /** Ends the daemon and removes its directory. Harmless when repeated. */
  stop(): Promise<void>;
}

const SPEAKERS = 'speakers';
const LOOPBACK = 'Loopback';
/** Short buffers: without them the capture of an idle null sink stays digitally silent for up to 1.75 s. */
const LATENCY_MS = 20;
/** An orphaned daemon (its test was killed the hard way) ends by itself once nobody has used it for so long. */
const ORPHAN_SECONDS = 300;

/** Starts a PulseAudio daemon of the test's own, that no other daemon, test or user shares. Works as root too. */
export async function startPulse(): Promise<Pulse> {
  const dir = await makeTemporaryDir('pulse');
  await mkdir(join(dir, 'pulse'), { mode: 0o700 });
  const socket = join(dir, 'pulse', 'native');
  const env = {
    XDG_RUNTIME_DIR: dir,
    XDG_CONFIG_HOME: join(dir, 'config'),
    PULSE_RUNTIME_PATH: join(dir, 'pulse'),
    PULSE_SERVER: `unix:${socket}`,
    PULSE_LATENCY_MSEC: String(LATENCY_MS),
  };
  const daemonArgs = [
    '-n',
    '--daemonize=no',
    '--use-pid-file=no',
    '--disable-shm=yes',
    '--log-target=stderr',
  ];
  const modules = [
    `module-native-protocol-unix socket=${socket}`,
    `module-null-sink sink_name=${SPEAKERS} rate=48000 channels=2 sink_properties=device.description=Speakers`,
    `module-remap-source master=${SPEAKERS}.monitor source_name=loopback source_properties=device.description=${LOOPBACK}`,
  ];
  const daemon = startChild(
    'pulseaudio',
    [...daemonArgs, `--exit-idle-time=${ORPHAN_SECONDS}`, ...modules.flatMap((module) => ['-L', module])],
    { env: { ...process.env, ...env, LC_ALL: 'C' } },
  );
  const pactl = (...args: readonly string[]): Promise<string> =>
    run('pactl', args, { env: { ...process.env, ...env, LC_ALL: 'C' } });
  const stop = async (): Promise<void> => {
    await daemon.stop();
    await removeTemporaryDir(dir);
  };
  let ended = false;
  void daemon.exited.then(() => (ended = true));
  for (let attempt = 0; ; attempt += 1) {
    try {
      await pactl('set-default-sink', SPEAKERS);
      break;
    } catch (error) {
      if (!ended && attempt < 100) {
        await delay(50);
        continue;
      }
      await stop();
      throw new Error(`PulseAudio did not start: ${daemon.errors().trim()}`, { cause: error });
    }
  }
  return { env, speakers: SPEAKERS, loopback: LOOPBACK, pactl, stop, ...devices(pactl) };
}

type Devices = Pick<Pulse, 'load' | 'unload' | 'addMixer' | 'addPhone'>;

function devices(pactl: Pulse['pactl']): Devices {
  let mixers = 0;
  const load: Pulse['load'] = async (module, ...args) => Number(await pactl('load-module', module, ...args));
  const unload: Pulse['unload'] = async (module) => {
    await pactl('unload-module', String(module)).catch((error: unknown) => {
      if (!/No such entity|Failed to unload|Connection refused/.test(String(error))) throw error;
    });
  };
  const addSink = (name: string, description: string): Promise<number> =>
    load('module-null-sink', `sink_name=${name}`, 'rate=48000', 'channels=2', described('sink', description));
  return {
    load,
    unload,
    async addMixer(name, description) {
      const sink = `${plain(name)}_bus`;
      const bus = await addSink(sink, `${description} (bus)`);
      const properties = described('source', description);
      const cable = await load(
        'module-remap-source',
        `master=${sink}.monitor`,
        `source_name=${name}`,
        properties,
      );
      mixers += 1;
      if (mixers === 1) await pactl('set-default-source', name);
      const remove = async (): Promise<void> => {
        await unload(cable);
        await unload(bus);
      };
      return { sink, source: name, description, remove };
    },
    async addPhone(name) {
      const sink = plain(name);
      const speaker = await addSink(sink, name);
      return { sink, remove: () => unload(speaker) };
    },
  };
}

/** PulseAudio's argument syntax has two levels of quotes; names that would need a third are refused. */
function described(kind: 'sink' | 'source', description: string): string {
  if (/["'\\]/.test(description)) throw new Error(`A device's name may not contain quotes: ${description}`);
  return `${kind}_properties="device.description='${description}'"`;
}

function plain(name: string): string {
  if (!/^[\w.-]+$/.test(name)) throw new Error(`Not a name PulseAudio takes: ${name}`);
  return name;
}
