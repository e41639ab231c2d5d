import { setImmediate } from 'node:timers/promises';

import { Zip, ZipDeflate } from 'fflate';

/** So much is packed at once, bytes; other work has its turn in between. */
const chunkBytes = 64 * 1_024;

/** Packs files, given by their path within, into a ZIP archive. Main goes on working meanwhile. */
export async function zip(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let failure: Error | null = null;
  const archive = new Zip((error, part) => {
    if (error) failure = error;
    else parts.push(part);
  });
  for (const [path, bytes] of files) {
    const entry = new ZipDeflate(path, { level: 6 });
    archive.add(entry);
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      entry.push(bytes.subarray(from, from + chunkBytes));
      await setImmediate();
    }
    entry.push(new Uint8Array(0), true);
  }
  archive.end();
  if (failure !== null) throw failure as Error;
  return Buffer.concat(parts);
}
