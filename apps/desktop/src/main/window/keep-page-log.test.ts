import { EventEmitter } from 'node:events';

import { FakeClock } from '@mauzin/shared/testing';
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';

import { keepPageLog } from './keep-page-log.ts';

function setUp() {
  const clock = new FakeClock();
  const contents = new EventEmitter();
  const lines: string[] = [];
  keepPageLog({ contents: contents as unknown as WebContents, clock, write: (line) => lines.push(line) });
  const say = (level: string, message: string): void =>
    void contents.emit('console-message', { level, message, lineNumber: 7, sourceId: 'app://bundle/a.js' });
  return { clock, lines, say };
}

test('warnings and errors of the page are kept, with where they are from', () => {
  const { lines, say } = setUp();
  say('debug', 'this');
  say('info', 'and that');
  say('warning', 'odd');
  say('error', `Uncaught ${'x'.repeat(5_000)}`);
  expect(lines[0]).toBe('warning: odd (app://bundle/a.js:7)');
  expect(lines).toHaveLength(2);
  expect(lines[1]?.length).toBeLessThan(1_100);
});

test('a page that never stops complaining fills no log', () => {
  const { clock, lines, say } = setUp();
  for (let each = 0; each < 1_000; each += 1) say('error', 'again');
  expect(lines).toHaveLength(20);
  clock.advance(60_000);
  say('error', 'later');
  expect(lines.slice(20)).toEqual(['980 more were left out', 'error: later (app://bundle/a.js:7)']);
});
