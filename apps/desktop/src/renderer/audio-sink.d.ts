/** Not in TypeScript's DOM library yet (Web Audio API, §1.2.1 `sinkId`). */
interface AudioContextOptions {
  sinkId?: string | { readonly type: 'none' };
}

interface AudioContext {
  setSinkId(sinkId: string): Promise<void>;
}
