import {
  automationSchema,
  deadAirSchema,
  recordingSettingsSchema,
  serverChoiceSchema,
} from '@mauzin/desktop-contract';
import { parseValue } from '@mauzin/shared';
import { expect, test } from 'vitest';

import { fieldLimits } from './field-limits.ts';

const fits: Record<keyof typeof fieldLimits, (value: number) => boolean> = {
  deadAirBelowDbfs: (belowDbfs) => parseValue(deadAirSchema, { belowDbfs }).ok,
  deadAirAfterS: (afterS) => parseValue(deadAirSchema, { afterS }).ok,
  signalAboveDbfs: (aboveDbfs) => parseValue(automationSchema, { signal: { aboveDbfs } }).ok,
  signalStartAfterS: (startAfterS) => parseValue(automationSchema, { signal: { startAfterS } }).ok,
  signalStopAfterMin: (min) => parseValue(automationSchema, { signal: { stopAfterS: min * 60 } }).ok,
  keepDays: (keepDays) => parseValue(recordingSettingsSchema, { keepDays }).ok,
  port: (port) => parseValue(serverChoiceSchema, { kind: 'inside', port }).ok,
};

test.each(Object.entries(fieldLimits))('the range of %s is the contract’s own', (name, { max, min }) => {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the names of that very object
  const holds = fits[name as keyof typeof fieldLimits];
  expect([holds(min), holds(max)]).toEqual([true, true]);
  expect([holds(min - 0.01), holds(max + 1)]).toEqual([false, false]);
});
