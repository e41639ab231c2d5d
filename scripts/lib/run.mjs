import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder that holds the whole house. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Something a person can act on; printed without a stack. */
export class Complaint extends Error {}

/** Tells what is happening. On standard error, so that programs can read standard output. */
export const say = (text) => process.stderr.write(`${text}\n`);

/**
 * Runs a program to its end and resolves with its exit code (128 where a signal ended it). Quiet ones keep their output
 * and show it only when they fail; held ones show it, whole, when they have ended. With `passSignals` SIGINT and SIGTERM are left to
 * the program, which cleans up and ends.
 */
export function run(
  command,
  args,
  {
    quiet = false,
    held = false,
    shell = false,
    passSignals = false,
    cwd = root,
    env = process.env,
    stdio,
  } = {},
) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      stdio: stdio ?? (quiet || held ? ['ignore', 'pipe', 'pipe'] : 'inherit'),
    });
    const signals = passSignals ? ['SIGINT', 'SIGTERM'] : [];
    const pass = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, pass);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', fail);
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, pass);
      if (held || (quiet && code !== 0)) process.stderr.write(output);
      done(code ?? 128);
    });
  });
}

/** Runs a program that must succeed. */
export async function must(what, command, args, options) {
  const code = await run(command, args, options).catch((error) => {
    throw new Complaint(`${what} could not be started: ${error.message}`);
  });
  if (code !== 0) throw new Complaint(`${what} failed (exit code ${code}). What it printed stands above.`);
}

/** Runs a script's main function; complaints end it with their text alone. */
export function main(run) {
  run().catch((error) => {
    say(error instanceof Complaint ? `\n${error.message}` : error.stack);
    process.exitCode = 1;
  });
}
