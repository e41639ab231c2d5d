import { serve } from '../remote.ts';
import type { CollectCalls } from './server-calls.ts';

/** Loaded into a program that knows nothing of it (`--import`), so that its garbage can be collected from outside. */
const calls: CollectCalls = { collect: () => globalThis.gc?.() };
serve(calls);
