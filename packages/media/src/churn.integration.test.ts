import { stat } from 'node:fs/promises';

import { expect, onTestFinished, test } from 'vitest';

import { Churn, heldSince, holdings, isListening, reached } from './testing/churn.ts';
import { eventually } from './testing/eventually.ts';

test('a hundred joins and leaves leave no handle, port, thread or connection behind', async () => {
  const nothing = holdings();
  const churn = await Churn.open();
  onTestFinished(() => churn.close());
  const { sockets } = holdings();
  // What is made once and kept: native threads, their pipes, Node's own threads for files.
  await churn.round(20);
  await stat('.');
  await reached(() => holdings().sockets === sockets && !isListening());
  const baseline = holdings();
  for (let round = 0; round < 5; round += 1) await churn.round(20);
  // A hundred of whatever a listener leaves behind stand out from the few that came or went by themselves.
  await reached(() => heldSince(baseline).length === 0).catch(() => undefined);
  expect(heldSince(baseline)).toEqual([]);
  churn.close();
  await eventually(() => holdings().peers).toBe(nothing.peers);
  // Ports are given back a moment after their connections are told to be closed.
  await expect.poll(() => holdings().handles, { timeout: 15_000 }).toBeLessThan(baseline.handles);
}, 60_000);
