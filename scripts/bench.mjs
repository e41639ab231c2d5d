// `pnpm bench NAME [--json]` runs bench/src/benches/NAME.ts; others of its commands run programs of bench/src. Standard
// output is theirs alone. `pnpm bench compare` calls this script of another commit: `list`, `NAME --describe` and
// `NAME --json` stay as they are.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { installTestTools } from './lib/debian.mjs';
import { Complaint, main, root, run } from './lib/run.mjs';
import { build, installPackages, requireNode } from './lib/set-up.mjs';

/** Those that are no benches themselves. */
const programs = new Set(['all', 'compare', 'history']);

const usage = `Usage: pnpm bench NAME [--json]
       pnpm bench all [--json]
       pnpm bench compare BASE [NAME…] [--json]`;

main(async () => {
  const [name, ...args] = process.argv.slice(2);
  const benches = readdirSync(join(root, 'bench', 'src', 'benches')).map((file) => file.replace(/\.ts$/, ''));
  if (name === 'list') return console.log(benches.join('\n'));
  const isBench = benches.includes(name);
  if (!isBench && !programs.has(name)) throw new Complaint(`${usage}\nThere are: ${benches.join(', ')}`);
  requireNode();
  await installPackages();
  if (isBench) {
    await installTestTools();
    await build();
  }
  const file = join(root, 'bench', 'src', isBench ? `benches/${name}.ts` : `${name}/main.ts`);
  process.exitCode = await run(process.execPath, ['--import', import.meta.resolve('tsx'), file, ...args], {
    // Only `history` is given names of files.
    cwd: name === 'history' ? process.cwd() : join(root, 'bench'),
    passSignals: true,
  });
});
