import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Mach-O, as `<mach-o/loader.h>` and `<mach-o/fat.h>` have it: 64-bit programs of little-endian processors, and files of several. */
const machO64 = 0xfeedfacf;
const fat = 0xcafebabe;
const uuidCommand = 0x1b;
const headerBytes = 32;

/** Where the 16 bytes of each UUID lie in a program, and for which processor; none where it is no such program. */
function uuidsIn(program: Buffer): { readonly at: number; readonly processor: number }[] {
  if (program.length < headerBytes) return [];
  if (program.readUInt32BE(0) === fat) {
    return Array.from({ length: program.readUInt32BE(4) }, (_, i) =>
      program.readUInt32BE(8 + i * 20 + 8),
    ).flatMap((start) => uuidIn(program, start));
  }
  return uuidIn(program, 0);
}

function uuidIn(program: Buffer, start: number): { readonly at: number; readonly processor: number }[] {
  if (program.readUInt32LE(start) !== machO64) return [];
  const commands = program.readUInt32LE(start + 16);
  let at = start + headerBytes;
  for (let i = 0; i < commands; i += 1) {
    if (program.readUInt32LE(at) === uuidCommand)
      return [{ at: at + 8, processor: program.readUInt32LE(start + 4) }];
    at += program.readUInt32LE(at + 4);
  }
  return [];
}

/**
 * The program with UUIDs of its own, the same in each build: macOS 15 and later keep a person's answer about the local network by this
 * UUID (Apple's TN3179), and all apps of one version of Electron have the same. `name`: the app's id, and the program's.
 * @throws where the program has none
 */
export function withOwnUuids(program: Buffer, name: string): Buffer {
  const own = Buffer.from(program);
  const uuids = uuidsIn(own);
  if (uuids.length === 0) throw new Error(`${name} is no program with a Mach-O UUID`);
  for (const { at, processor } of uuids) {
    const uuid = createHash('sha256').update(`${name} ${processor}`).digest().subarray(0, 16);
    // RFC 9562: version 8, made by a rule of one's own.
    uuid[6] = ((uuid[6] ?? 0) & 0x0f) | 0x80;
    uuid[8] = ((uuid[8] ?? 0) & 0x3f) | 0x80;
    uuid.copy(own, at);
  }
  return own;
}

export interface Packed {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: { readonly appInfo: { readonly productFilename: string; readonly id: string } };
}

/** electron-builder's `afterPack`, which comes before signing: gives the programs of a Mac's app UUIDs of their own. */
export function giveOwnUuids({ appOutDir, electronPlatformName, packager }: Packed): void {
  if (electronPlatformName !== 'darwin') return;
  const { id, productFilename } = packager.appInfo;
  const contents = join(appOutDir, `${productFilename}.app`, 'Contents');
  const frameworks = join(contents, 'Frameworks');
  const helpers = readdirSync(frameworks).filter((name) => name.endsWith('.app'));
  for (const folder of [contents, ...helpers.map((name) => join(frameworks, name, 'Contents'))]) {
    const programs = join(folder, 'MacOS');
    for (const name of existsSync(programs) ? readdirSync(programs) : []) {
      const path = join(programs, name);
      writeFileSync(path, withOwnUuids(readFileSync(path), `${id} ${name}`));
    }
  }
}
