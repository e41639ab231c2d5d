import { run } from '../src/children.ts';

const programs = ['iptables', 'ip6tables'] as const;

/** Null where this machine lets the test drop packets; otherwise why it does not. */
export async function canCut(): Promise<string | null> {
  if (process.platform !== 'linux') return 'packets are dropped by iptables, which only Linux has';
  if (process.getuid?.() !== 0) return 'only root may drop packets';
  try {
    for (const program of programs) await run(program, ['-L', 'INPUT', '-n']);
    return null;
  } catch (error) {
    return `iptables does not work here (${String(error).slice(0, 200)})`;
  }
}

/** Drops every UDP packet to and from this port of this machine. Returns what ends that. */
export async function cutUdp(port: number): Promise<() => Promise<void>> {
  const rules = programs.flatMap((program) =>
    ['--dport', '--sport'].map(
      (side) => [program, ['INPUT', '-p', 'udp', side, String(port), '-j', 'DROP']] as const,
    ),
  );
  for (const [program, rule] of rules) await run(program, ['-I', ...rule]);
  return async () => {
    for (const [program, rule] of rules) await run(program, ['-D', ...rule]);
  };
}
