import { expect, test } from 'vitest';

import { withOwnUuids } from './own-uuids.ts';
import { fatProgram, machOProgram, uuidOf } from './runtime-stand-in.ts';

test('a program gets a UUID of its own: the same each time, another for each name, and nothing else is touched', () => {
  const program = machOProgram();
  const own = withOwnUuids(program, 'app.mauzin.desktop Mauzin');
  expect(uuidOf(own)).not.toBe(uuidOf(program));
  expect(uuidOf(own)).toMatch(/^.{12}8.{3}[89ab].{15}$/);
  expect(uuidOf(withOwnUuids(program, 'app.mauzin.desktop Mauzin'))).toBe(uuidOf(own));
  expect(uuidOf(withOwnUuids(program, 'app.other.desktop Other'))).not.toBe(uuidOf(own));
  const changed = [...own.keys()].filter((at) => own[at] !== program[at]);
  expect(changed.length).toBeLessThanOrEqual(16);
  expect(Math.max(...changed) - Math.min(...changed)).toBeLessThan(16);
  expect(own).toHaveLength(program.length);
});

test('so does each part of a program for two processors', () => {
  const own = withOwnUuids(fatProgram(), 'app.mauzin.desktop Mauzin');
  const [first, second] = [own.subarray(64), own.subarray(64 + machOProgram().length)].map(uuidOf);
  expect(first).not.toBe(uuidOf(machOProgram()));
  expect(second).not.toBe(uuidOf(machOProgram()));
});

test('what is no such program stops the build rather than going out without', () => {
  expect(() => withOwnUuids(Buffer.from('#!/bin/sh'), 'x')).toThrow('no program with a Mach-O UUID');
  expect(() => withOwnUuids(Buffer.alloc(64), 'x')).toThrow('no program with a Mach-O UUID');
});
