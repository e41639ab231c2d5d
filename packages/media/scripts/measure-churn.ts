/** Measures what joins and leaves cost in the long run: `pnpm --filter @mauzin/media run churn [joins]`. */
import { Churn, holdings } from '../src/testing/churn.ts';

const joins = Number(process.argv[2] ?? 1_000);
const atOnce = 20;

interface Line {
  readonly joins: number;
  readonly rssMb: number;
  readonly handles: number;
  readonly threads: number;
  readonly peers: number;
}

function measure(joined: number): Line {
  globalThis.gc?.();
  const { handles, peers, threads } = holdings();
  const rssMb = Math.round(process.memoryUsage.rss() / 1e5) / 10;
  return { joins: joined, rssMb, handles, threads, peers };
}

const table = (rows: readonly Line[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.map((cell) => String(cell).padStart(10)).join(''))
    .join('\n');

const churn = await Churn.open();
await churn.round(atOnce);
const lines = [measure(0)];
for (let joined = atOnce; joined <= joins; joined += atOnce) {
  await churn.round(atOnce);
  if (joined % 200 === 0) lines.push(measure(joined));
}
churn.close();
process.stdout.write(`${table(lines)}\n`);
