import { startRemote } from '../remote.ts';
import type { ReceiverCalls, ReceiverEvents } from './receiver.ts';
import type { Tally } from './tally.ts';

export interface Description {
  readonly id: string;
  readonly sdp: string;
}
export interface CandidateOf {
  readonly id: string;
  readonly candidate: string;
  readonly mid: string;
}

/** What the receivers answer, for the sender. */
export interface ReceiverListener {
  readonly answer: (answer: Description) => void;
  readonly candidate: (candidate: CandidateOf) => void;
}

/** Receivers in some processes; a listener's receiver is in the process that its number falls to. */
export interface Receivers {
  /** Resolves when the first packet has come to the receiver. @throws when none comes in time */
  readonly join: (offer: Description) => Promise<void>;
  readonly candidate: (candidate: CandidateOf) => void;
  readonly leave: (id: string) => Promise<void>;
  readonly reset: () => Promise<void>;
  readonly tallies: () => Promise<readonly Tally[]>;
  readonly close: () => Promise<void>;
}

const JOIN_LIMIT_MS = 15_000;

export function startReceivers(processes: number, listener: ReceiverListener): Receivers {
  const remotes = Array.from({ length: processes }, (_, i) =>
    startRemote<ReceiverCalls, ReceiverEvents>(
      `receiver process ${i + 1}`,
      new URL('receiver.ts', import.meta.url),
    ),
  );
  const joining = new Map<string, () => void>();
  for (const remote of remotes) {
    remote.on('answer', (answer) => listener.answer(answer));
    remote.on('candidate', (candidate) => listener.candidate(candidate));
    remote.on('heard', ({ id }) => joining.get(id)?.());
  }
  const of = (id: string): (typeof remotes)[number] => {
    const remote = remotes[Number(id) % processes];
    if (remote === undefined) throw new Error(`No receiver for ${id}`);
    return remote;
  };
  return {
    async join(offer) {
      const heard = new Promise<void>((done) => joining.set(offer.id, done));
      await of(offer.id).call('offer', offer);
      await within(JOIN_LIMIT_MS, heard, `listener ${offer.id} heard nothing for ${JOIN_LIMIT_MS / 1000} s`);
      joining.delete(offer.id);
    },
    candidate(candidate) {
      // A late candidate of a receiver process that has ended matters to nobody.
      void of(candidate.id)
        .call('candidate', candidate)
        .catch(() => undefined);
    },
    leave: (id) => of(id).call('leave', { id }),
    reset: async () => void (await Promise.all(remotes.map((remote) => remote.call('reset')))),
    tallies: async () => (await Promise.all(remotes.map((remote) => remote.call('tallies')))).flat(),
    close: async () => void (await Promise.all(remotes.map((remote) => remote.close()))),
  };
}

export async function within<T>(limitMs: number, promise: Promise<T>, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(complaint)), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs `work` for 0 … count − 1, so many at a time. */
export async function inParallel(
  count: number,
  atOnce: number,
  work: (i: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const i = next;
      next += 1;
      await work(i);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}
