/**
 * The program that forwards sound: forked by `createRelay`, and of no use by itself. Nothing in it may block, since a second of
 * blocking is a second of silence for everybody. It ends when its parent does.
 */
import { systemClock } from '@mauzin/media';

import type { Batch, FromProcess, ToProcess } from './ipc.ts';
import { BatchSender } from './batch-sender.ts';
import { Forwarding } from './process/forwarding.ts';

/** How long the goodbyes to listeners get on their way, ms. */
const goodbyeMs = 50;

const batches = new BatchSender<FromProcess>((batch) => {
  // An error is a channel that has just closed, of which `disconnect` tells.
  if (process.connected) process.send?.(batch, undefined, undefined, () => undefined);
});
const forwarding = new Forwarding({
  clock: systemClock,
  random: Math.random,
  says: (message) => batches.post(message),
});

// A terminal's signals go to all its processes; the parent says when it is time.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', (batch: Batch<ToProcess>) => {
  for (const message of batch) forwarding.handle(message);
});
process.once('disconnect', () => {
  forwarding.close();
  // The native side's own end is never waited for.
  setTimeout(() => process.exit(0), goodbyeMs);
});
if (!process.connected) process.exit(1);
