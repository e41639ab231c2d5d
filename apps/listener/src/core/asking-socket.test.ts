import { FakeSocket, settled } from '@mauzin/shared/testing';
import { expect, it } from 'vitest';

import { AskingSocket, type Probe } from './asking-socket.ts';

function setUp(probe: Probe) {
  const opened: FakeSocket<'listener'>[] = [];
  const told: unknown[] = [];
  const socket = new AskingSocket(probe, () => {
    const inner = new FakeSocket('listener');
    opened.push(inner);
    return inner;
  });
  socket.onopen = () => told.push('open');
  socket.onmessage = ({ data }) => told.push(data);
  socket.onclose = ({ code }) => told.push(code);
  return { opened, socket, told };
}

it('is the service’s socket once that answers', async () => {
  const { opened, socket, told } = setUp(() => Promise.resolve(true));
  expect(opened).toHaveLength(0);
  await settled();
  const [inner] = opened;
  inner?.open();
  socket.send('{"type":"bye"}');
  inner?.deliver({ type: 'pong', id: 1 });
  inner?.lose(1012);
  expect(told).toEqual(['open', '{"type":"pong","id":1}', 1012]);
  expect(inner?.sent).toEqual([{ type: 'bye' }]);
  socket.close(1000);
  expect(inner?.closed).toBe(true);
});

it.each([
  ['says that it is not there', () => Promise.resolve(false)],
  ['cannot be asked', () => Promise.reject(new TypeError('Failed to fetch'))],
])('opens none where the service %s', async (_what, probe) => {
  const { opened, told } = setUp(probe);
  await settled();
  expect([opened, told]).toEqual([[], [1006]]);
});

it('given up, it calls the question off and says nothing more', async () => {
  let answer = (_there: boolean): void => undefined;
  let aborted: AbortSignal | null = null;
  const { opened, socket, told } = setUp((signal) => {
    aborted = signal;
    return new Promise((resolve) => (answer = resolve));
  });
  socket.close();
  expect(aborted).toMatchObject({ aborted: true });
  answer(true);
  await settled();
  expect([opened, told]).toEqual([[], []]);
});
