import { afterAll, beforeAll } from 'vitest';

import { BuiltProgram } from './built-program.ts';
import { Scene, until } from './harness.ts';

type Run = ReturnType<BuiltProgram['run']>;

/** Builds the program for the tests of a file, with a scene for who comes to it. Both end with them. */
export function useBuiltProgram() {
  const scene = new Scene();
  let program: BuiltProgram | null = null;
  const built = (): BuiltProgram => {
    if (program === null) throw new Error('the program is built once the tests begin');
    return program;
  };
  beforeAll(async () => {
    program = await BuiltProgram.build();
  }, 60_000);
  afterAll(async () => {
    await scene.close();
    await program?.close();
  });
  const run: BuiltProgram['run'] = (args, env) => built().run(args, env);
  return {
    scene,
    run,
    /** Where it runs. */
    get dir() {
      return built().dir;
    },
  };
}

/** The address at which a program that serves is found, once it listens. Fails at what it complains of. */
export async function urlOf({ output }: Run): Promise<string> {
  const listening = (): string | undefined =>
    output.out.split('\n').find((line) => line.includes('"listening"'));
  await until(() => listening() !== undefined || output.err !== '');
  if (output.err !== '') throw new Error(output.err);
  return (JSON.parse(listening() ?? '') as { url: string }).url;
}
