import { fileURLToPath } from 'node:url';

/** The program that forwards sound: built, it lies beside this one; from the sources, tsx reads it. */
export function relayProgram(): { readonly program: string; readonly execArgv: readonly string[] } {
  const isBuilt = !import.meta.url.endsWith('.ts');
  const program = fileURLToPath(
    new URL(isBuilt ? './relay-process.js' : './relay-process.ts', import.meta.url),
  );
  return { program, execArgv: isBuilt ? [] : ['--import', 'tsx'] };
}
