import { join } from 'node:path';

import { systemClock } from '@mauzin/media/clock';
import { utilityProcess } from 'electron';

import type { Desktop } from './desktop.ts';
import type { Log } from './diagnostics/log.ts';
import type { MainWindow } from './window/main-window.ts';
import { EngineSupervisor } from './supervisor/engine-supervisor.ts';

export interface EngineParts {
  readonly desktop: Desktop;
  readonly window: MainWindow;
  /** Where the built app lies. */
  readonly out: string;
  /** The engine's own words go there too. */
  readonly files: Log;
  readonly log: (line: string) => void;
}

/** Keeps the engine running in a process of its own, and brings together what it, the model and the window tell each other. */
export function superviseEngine({ desktop, files, log, out, window }: EngineParts): EngineSupervisor {
  const supervisor = new EngineSupervisor({
    fork: () => forkEngine(out, files),
    clock: systemClock,
    random: Math.random,
    config: () => desktop.engineConfig,
    onState: (state) => desktop.engineChanged(state),
    onRun: (run) => desktop.engineStarted(run),
    onMixSignal: (signal) => window.tell('mix-signal', signal),
    onSentinelSignal: (signal) => window.tell('sentinel-signal', signal),
    log,
  });
  desktop.attach(supervisor);
  return supervisor;
}

function forkEngine(out: string, files: Log): Electron.UtilityProcess {
  const engine = utilityProcess.fork(join(out, 'main/engine.js'), [join(out, 'listener')], {
    serviceName: 'Mauzin engine',
    stdio: 'pipe',
  });
  for (const output of [engine.stdout, engine.stderr]) {
    files.follow('engine', output);
    output?.pipe(process.stdout, { end: false });
  }
  return engine;
}
