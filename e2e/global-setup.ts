import { buildStandIn } from './src/build-stand-in.ts';
import { checkTools } from './src/tools.ts';

/** Before the first test: a machine that lacks something says so once, in words, rather than in fifty failures. */
export default async function setup(): Promise<void> {
  await checkTools();
  await buildStandIn();
}
