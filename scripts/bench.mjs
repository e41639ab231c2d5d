// `pnpm bench NAME [--json]`: runs bench/src/benches/NAME.ts. Standard output is the bench's alone.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { installTestTools } from './lib/debian.mjs';
import { Complaint, main, root, run } from './lib/run.mjs';
import { build, installPackages, requireNode } from './lib/set-up.mjs';

main(async () => {
  const [name, ...args] = process.argv.slice(2);
  const benches = readdirSync(join(root, 'bench', 'src', 'benches')).map((file) => file.replace(/\.ts$/, ''));
  if (name === undefined || !benches.includes(name)) {
    throw new Complaint(`Usage: pnpm bench NAME [--json]\nThere are: ${benches.join(', ')}`);
  }
  requireNode();
  await installPackages();
  await installTestTools();
  await build();
  const file = join(root, 'bench', 'src', 'benches', `${name}.ts`);
  process.exitCode = await run(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: join(root, 'bench'),
  });
});
